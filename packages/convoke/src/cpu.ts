import { cpu } from "@convoke/backend-cpu";
import type { Backend } from "@convoke/core";
import { pin } from "./choose-backend.js";

export * from "./api.js";
export { cpu };

/** The default backend of this program: `cpu`. */
export const backend: Backend = pin("cpu", cpu);
