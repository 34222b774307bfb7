import { Worker } from "node:worker_threads";
import { ArgumentError, checkOptions, DataError } from "@convoke/core";
import type { SampleWorker } from "../sample-worker.js";
import { rebuild, type SampleReply, type SampleRequest } from "./sample-protocol.js";

export interface ModuleWorkerOptions {
  /** The module that exports the function, as a URL: `new URL("./squares.js", import.meta.url)`. */
  readonly module: URL | string;
  /** The export that makes the data set, or a promise of it, of `data`. */
  readonly name: string;
  /** Its argument: plain data that can be cloned. */
  readonly data?: unknown;
}

interface Waiting {
  readonly resolve: (samples: unknown[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a thread that imports a module and opens a data set there: for a data set's `startWorker`. PyTorch: a worker process of `DataLoader`.
 *
 * Samples are cloned, so they must be plain data: numbers, typed arrays, HostTensors, arrays and plain objects of these; no Tensors. The thread keeps
 * the program alive only while samples are waited for.
 *
 * @throws {ArgumentError} for data that cannot be cloned.
 * @throws {DataError} from `load`: whatever the data set throws there, or that the thread ended.
 * @example
 * export const openSquares = (length: number): Dataset<number> => ({
 *   length,
 *   get: (i) => i * i,
 *   startWorker: () => moduleWorker({ module: import.meta.url, name: "openSquares", data: length }),
 * });
 */
export function moduleWorker(options: ModuleWorkerOptions): SampleWorker {
  checkOptions("moduleWorker", options, ["module", "name", "data"]);
  const { module, name, data } = options;
  const worker = start({ module: String(module), name, data });
  const waiting = new Map<number, Waiting>();
  let ended: DataError | null = null;
  let requests = 0;
  worker.unref();

  function end(reason: string, cause?: unknown): void {
    ended ??= new DataError(`DataLoader: a worker ended, ${reason}`, { cause });
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }
  worker.on("error", (error) => end(`expected it to go on, got ${error.message}`, error));
  worker.on("exit", (code) => end(`expected it to go on, got exit code ${code}`));
  worker.on("message", (reply: SampleReply) => {
    const asked = waiting.get(reply.id);
    if (!asked) return;   // The reply was under way when the worker was closed.
    const { resolve, reject } = asked;
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ("error" in reply) reject(rebuild(reply.error));
    else resolve(reply.samples as unknown[]);
  });

  return {
    load(indices, seeds) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended);
        const request: SampleRequest = { id: requests++, indices: Array.from(indices), seeds: Array.from(seeds) };
        waiting.set(request.id, { resolve, reject });
        worker.ref();
        worker.postMessage(request);
      });
    },
    async close() {
      end("because it was closed");
      await worker.terminate();
    },
  };
}

function start(workerData: { readonly module: string; readonly name: string; readonly data: unknown }): Worker {
  try {
    return new Worker(new URL("./sample-worker-main.js", import.meta.url), { workerData });
  } catch (cause) {
    throw new ArgumentError(`moduleWorker: data cannot be sent to a thread, expected plain data, got ${(cause as Error).message}`, { cause });
  }
}
