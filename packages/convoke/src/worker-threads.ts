import { workerThreads } from "@convoke/backend-worker-threads";
import type { Backend } from "@convoke/core";
import { pinAsync } from "./choose-backend.js";

export * from "./api.js";
export { workerThreads };

/** The default backend of this program: `worker-threads`. */
export const backend: Backend = await pinAsync("worker-threads", workerThreads);
