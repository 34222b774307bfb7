export { type Command, type Context, defineCommand, type Given, type Io, type Operand } from "./command/command.js";
export { RunError, UsageError } from "./command/errors.js";
export { execute, processIo } from "./command/execute.js";
export { type Flag, type Flags, list, oneOf, positiveNumber, text, toggle, type Values, wholeNumber } from "./command/flag.js";
export { nearest } from "./command/nearest.js";
export { conformanceFlags } from "./commands/conformance.js";
export { checkSubjects, type ConformanceOutcome, type ConformanceSettings } from "./conformance/check-subjects.js";
export { main } from "./main.js";
