import type { Subject } from "../subject.js";
import { convokeCpu } from "./convoke-cpu.js";
import { tfjsCpu } from "./tfjs-cpu.js";

/** The first one is what the others are compared with, in values and in time. */
export const loadSubjects = async (): Promise<readonly Subject[]> => [convokeCpu(), await tfjsCpu()];
