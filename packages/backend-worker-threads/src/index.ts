export { bounds } from "./bounds.js";
export type { SharedStorage } from "./memory/storage.js";
export type { WorkerThreadsOptions } from "./options.js";
export { workerThreads } from "./worker-threads.js";
