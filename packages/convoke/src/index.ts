import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "@convoke/backend-worker-threads";
import { BackendUnavailableError, type Backend } from "@convoke/core";
import { pick } from "./choose-backend.js";

export * from "./api.js";
export { cpu, workerThreads };

/** The default backend of this program: the best that this runtime has, or the pinned one. `backend.info().reason` says why. */
export const backend: Backend = await pick(async () => {
  try {
    return { backend: await workerThreads(), reason: "worker-threads runs here, and nothing here is faster" };
  } catch (error) {
    if (!BackendUnavailableError.isInstance(error)) throw error;
    return { backend: cpu(), reason: `cpu runs everywhere; ${error.message.split("\n")[0]}` };
  }
});
