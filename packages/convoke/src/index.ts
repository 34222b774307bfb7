import { cpu } from "@convoke/backend-cpu";
import type { Backend } from "@convoke/core";
import { pick } from "./choose-backend.js";

export * from "./api.js";
export { cpu };

/** The default backend of this program: the best that this runtime has, or the pinned one. `backend.info().reason` says why. */
export const backend: Backend = pick(() => ({ backend: cpu(), reason: "cpu runs everywhere, and this version has no faster one" }));
