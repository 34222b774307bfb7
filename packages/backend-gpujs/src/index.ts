export { gpujs, type GpuJsOptions } from "./gpujs.js";
export type { GpuMode } from "./mode.js";
export type { GpuStorage } from "./storage.js";
export { waivers } from "./waivers.js";
