import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** A plain copy by several threads at once, each of its own part: what memory gives as many at most. */
export class CopyCrew {
  readonly threads: number;
  readonly #gate = new Int32Array(new SharedArrayBuffer(4));
  readonly #workers: readonly Worker[];
  #starts = 0;

  constructor(threads: number) {
    this.threads = threads;
    const workerData = { gate: this.#gate };
    this.#workers = Array.from({ length: threads }, () => new Worker(script, { eval: true, workerData, execArgv: [] }));
  }

  /** Milliseconds for one of so many copies that read so many floats and write them. */
  async time(floats: number, calls: number): Promise<number> {
    const length = Math.ceil(floats / this.threads), gate = (this.#starts += this.threads);
    const spans = await Promise.all(this.#workers.map(async (worker) => {
      const answer = once(worker, "message");
      worker.postMessage({ length, calls, gate });
      return (await answer)[0] as readonly [start: number, end: number];
    }));
    return (Math.max(...spans.map(([, end]) => end)) - Math.min(...spans.map(([start]) => start))) / calls;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** They wait for each other with the first copy behind them, so that all are awake and no page is new. */
const script = `
const { parentPort, workerData } = require("node:worker_threads");
let source = new Float32Array(0), target;
parentPort.on("message", ({ length, calls, gate }) => {
  if (source.length !== length) [source, target] = [new Float32Array(length).fill(1), new Float32Array(length)];
  target.set(source);
  Atomics.add(workerData.gate, 0, 1);
  while (Atomics.load(workerData.gate, 0) < gate);
  const now = () => performance.timeOrigin + performance.now(), start = now();
  for (let i = 0; i < calls; i++) target.set(source);
  parentPort.postMessage([start, now()]);
});`;
