import { gpujs } from "@convoke/backend-gpujs";
import type { Backend } from "@convoke/core";
import { pinAsync } from "./choose-backend.js";

export * from "./api.js";
export { gpujs };

/** The default backend of this program: `gpujs`, in the first of its modes that works here. It needs the package gpu.js beside this one. */
export const backend: Backend = await pinAsync("gpujs", gpujs);
