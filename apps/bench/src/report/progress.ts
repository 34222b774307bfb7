import type { WriteStream } from "node:tty";

const redrawMs = 100;
const clear = "\r\x1b[K";

/** Says on standard error what is going on: on a terminal in one line that changes, in a pipe in one line a row. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  #drawnAt = -Infinity;
  #prefix = "";

  constructor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && env["TERM"] !== "dumb" && !env["CI"];
  }

  row(prefix: string): void {
    this.#prefix = prefix;
    if (!this.#live) this.#stream.write(`${prefix}\n`);
  }

  /** What runs now; not drawn more often than eyes can follow. */
  show(text: string): void {
    if (!this.#live || performance.now() - this.#drawnAt < redrawMs) return;
    this.#drawnAt = performance.now();
    const columns = (this.#stream as WriteStream).columns || 80;
    this.#stream.write(`${clear}${`${this.#prefix}  ${text}`.slice(0, columns - 1)}`);
  }

  /** A line that stays. */
  print(line: string): void {
    this.clear();
    this.#stream.write(`${line}\n`);
  }

  /** Makes room for what goes to standard output. */
  clear(): void {
    if (this.#live) this.#stream.write(clear);
    this.#drawnAt = -Infinity;
  }
}
