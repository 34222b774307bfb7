export { conformanceFlags } from "../commands/conformance.js";
export { checkSubjects, type ConformanceOutcome, type ConformanceSettings } from "./check-subjects.js";
