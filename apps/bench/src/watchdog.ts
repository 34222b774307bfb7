import { Worker } from "node:worker_threads";

const headerBytes = 8;      // [beats, length of the text]
const textBytes = 200;

// In a thread of its own, as code in text: it must see a main thread that never returns from a library's call.
const code = `
const { workerData: { buffer, limit } } = require("node:worker_threads");
const { writeSync } = require("node:fs");
const header = new Int32Array(buffer, 0, 2);
for (;;) {
  const beats = Atomics.load(header, 0);
  if (Atomics.wait(header, 0, beats, limit) !== "timed-out") continue;
  const text = Buffer.from(buffer, ${headerBytes}, Atomics.load(header, 1)).toString();
  if (text === "") continue;
  const reason = " has not returned for " + limit / 1000 + " s and cannot be stopped alone, so all stops here";
  writeSync(2, "\\nbench: " + text + reason + "\\nhint: leave it out with --subjects or --only\\n");
  process.kill(process.pid, "SIGTERM");
}`;

/** Ends the process with a clear line when the main thread is stuck inside of a library's synchronous call. */
export class Watchdog {
  readonly #buffer = new SharedArrayBuffer(headerBytes + textBytes);
  readonly #header = new Int32Array(this.#buffer, 0, 2);
  readonly #worker: Worker;

  constructor(limitMs: number) {
    this.#worker = new Worker(code, { eval: true, workerData: { buffer: this.#buffer, limit: limitMs } });
    this.#worker.unref();
  }

  /** From now on `what` is running; "" is nothing that could hang. */
  watch(what: string): void {
    const bytes = new TextEncoder().encode(what).subarray(0, textBytes);
    new Uint8Array(this.#buffer, headerBytes).set(bytes);
    Atomics.store(this.#header, 1, bytes.length);
    Atomics.add(this.#header, 0, 1);
    Atomics.notify(this.#header, 0);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
