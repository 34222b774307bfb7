/** One line that is drawn again and again on a terminal, and nothing in a pipe. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #live: boolean;
  #drawnAt = -Infinity;

  constructor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && env["TERM"] !== "dumb" && !env["CI"];
  }

  show(text: string): void {
    if (!this.#live || performance.now() - this.#drawnAt < 100) return;
    this.#drawnAt = performance.now();
    this.#stream.write(`\r\x1b[2K${text.slice(0, (this.#stream.columns || 80) - 1)}`);
  }

  clear(): void {
    if (this.#live && this.#drawnAt > 0) this.#stream.write("\r\x1b[2K");
    this.#drawnAt = -Infinity;
  }
}
