export { cpu } from "./cpu.js";
export type { CpuStorage } from "./memory.js";
