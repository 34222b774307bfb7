import { BackendUnavailableError } from "@convoke/core/backend";
import { workerSource } from "../generated/worker-source.js";
import { startTimeout, type Crew, type Recruitment } from "../team/crew.js";

const script = `${workerSource}
onmessage = ({ data }) => team.follow(data, () => postMessage("ready"));`;

/** How the workers are made, for `info()`. */
export const workersAre = "web workers";

export const processors = (): number => navigator.hardwareConcurrency || 1;

/** Why there can be no workers here, or null. */
export const workersObstacle = (): string | null => (typeof Worker === "function" ? null : "Worker is missing");

const isInWorker = "WorkerGlobalScope" in globalThis;

/**
 * Chromium never ends the threads of workers whose own worker is terminated within some 5 ms after them, and never frees what they hold: `dispose()`
 * gives them this long, so that a page may terminate a worker as soon as that has disposed its backend.
 */
const farewell = 50;   // ms

/** Starts the workers and waits until each has its kernels. */
export async function recruit({ orders, workerUrl, onDeath }: Recruitment): Promise<Crew> {
  const blob = workerUrl === undefined ? URL.createObjectURL(new Blob([script], { type: "text/javascript" })) : null;
  const workers: Worker[] = [];
  const terminate = async (): Promise<void> => {
    for (const worker of workers) worker.terminate();
    if (isInWorker) await new Promise((resolve) => setTimeout(resolve, farewell));
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BackendUnavailableError(`workerThreads: the workers did not start within ${startTimeout / 1000} s`)), startTimeout);
  });
  const unavailable = (i: number, reason: string, cause?: unknown): BackendUnavailableError =>
    new BackendUnavailableError(`workerThreads: worker ${i} did not start: ${reason}`, {
      cause,
      hint: workerUrl === undefined
        ? "where the page's Content-Security-Policy forbids blob: workers, serve this package's worker.js and pass its address as workerUrl"
        : `${String(workerUrl)} must be this package's worker.js, of the page's origin and served with Cross-Origin-Embedder-Policy: require-corp`,
    });
  const start = (i: number): Promise<void> => new Promise((resolve, reject) => {
    let worker: Worker;
    try {
      worker = new Worker(blob ?? workerUrl!, { name: `convoke ${i}` });
    } catch (cause) {
      return reject(unavailable(i, String(cause), cause));
    }
    workers.push(worker);
    let isReady = false;
    worker.onmessage = () => {
      isReady = true;
      resolve();
    };
    worker.onerror = (event) => {
      const reason = event.message || "its script could not be loaded";
      if (isReady) return onDeath(i, reason);
      reject(unavailable(i, reason));
    };
    worker.postMessage(orders[i]);
  });
  try {
    await Promise.race([Promise.all(orders.map((_, i) => start(i))), late]);
  } catch (error) {
    await terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    if (blob !== null) URL.revokeObjectURL(blob);
  }
  return { workers, terminate, hold: () => {} };
}
