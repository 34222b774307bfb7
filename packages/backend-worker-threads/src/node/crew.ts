import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { BackendUnavailableError } from "@convoke/core/backend";
import { workerSource } from "../generated/worker-source.js";
import { startTimeout, type Crew, type Recruitment } from "../team/crew.js";

const script = `${workerSource}
const { parentPort, workerData } = require("node:worker_threads");
team.follow(workerData, () => parentPort.postMessage("ready"));`;

/** How the workers are made, for `info()`. */
export const workersAre = "node:worker_threads";

export const processors = (): number => availableParallelism();

/** Starts the workers and waits until each has its kernels. */
export async function recruit({ orders, onDeath }: Recruitment): Promise<Crew> {
  let isEnding = false;
  // A flag of the parent's, such as a loader, is none of the workers' business.
  const workers = orders.map((workerData) => new Worker(script, { eval: true, workerData, execArgv: [], env: {}, name: `convoke ${workerData.worker}` }));
  const terminate = async (): Promise<void> => {
    isEnding = true;
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  const starts = workers.map((worker, i) => new Promise<void>((resolve, reject) => {
    let reason = "";
    worker.once("message", () => resolve());
    worker.on("error", (error) => (reason = `: ${String(error)}`));
    worker.once("exit", (code) => {
      reject(new BackendUnavailableError(`workerThreads: worker ${i} did not start, it exited with code ${code}${reason}`));
      if (!isEnding) onDeath(i, `exited with code ${code}${reason}`);
    });
  }));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BackendUnavailableError(`workerThreads: the workers did not start within ${startTimeout / 1000} s`)), startTimeout);
  });
  try {
    await Promise.race([Promise.all(starts), late]);
  } catch (error) {
    await terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    for (const start of starts) start.catch(() => {});
  }
  const hold = (isHeld: boolean): void => {
    for (const worker of workers) {
      if (isHeld) worker.ref();
      else worker.unref();
    }
  };
  hold(false);
  return { workers, terminate, hold };
}
