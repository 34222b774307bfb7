/** One line on a terminal that says what is running; nothing in a pipe. */
export class ProgressLine {
  private shown = 0;
  private readonly live: boolean;
  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
    this.live = stream.isTTY && process.env.TERM !== "dumb" && !process.env.CI;
  }

  show(text: string): void {
    const now = performance.now();
    if (!this.live || now - this.shown < 100) return;
    this.shown = now;
    this.stream.write(`\r\x1b[K${text.slice(0, (this.stream.columns || 80) - 1)}`);
  }

  clear(): void {
    if (this.live) this.stream.write("\r\x1b[K");
  }
}
