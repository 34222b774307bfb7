import { availableParallelism } from "node:os";
import process from "node:process";
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

/** Why there can be no workers here, or null. */
export const workersObstacle = (): string | null =>
  (process.permission?.has("worker") === false ? "Node's permissions forbid workers (--allow-worker)" : null);

/** Starts the workers and waits until each has its kernels. */
export async function recruit({ orders, onDeath }: Recruitment): Promise<Crew> {
  let isEnding = false;
  const workers: Worker[] = [];
  const terminate = async (): Promise<void> => {
    isEnding = true;
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  const unavailable = (i: number, reason: string, cause?: unknown): BackendUnavailableError =>
    new BackendUnavailableError(`workerThreads: worker ${i} did not start: ${reason}`, { cause, hint: "ask for fewer threads: a process may have as many as the system lets it" });
  const starts = orders.map((workerData, i) => new Promise<void>((resolve, reject) => {
    let worker: Worker;
    try {
      // A flag of the parent's, such as a loader, is none of the workers' business.
      worker = new Worker(script, { eval: true, workerData, execArgv: [], env: {}, name: `convoke ${i}` });
    } catch (cause) {
      return reject(unavailable(i, String(cause), cause));
    }
    workers.push(worker);
    let reason = "";
    worker.once("message", () => resolve());
    worker.on("error", (error) => (reason = `: ${String(error)}`));
    worker.once("exit", (code) => {
      reject(unavailable(i, `it exited with code ${code}${reason}`));
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
  for (const worker of workers) worker.unref();
  let holder: NodeJS.Timeout | undefined;
  // A timer, not the workers: they may die while somebody awaits, who must still be told.
  const hold = (isHeld: boolean): void => {
    if (isHeld) holder = setInterval(() => {}, 2 ** 30);
    else clearInterval(holder);
  };
  return { workers, terminate, hold };
}
