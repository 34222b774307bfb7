import type { Plan, Reporter, Result, TimedEpoch } from "./reporter.js";
import type { RunFolder } from "./run-folder.js";

/** One JSON object a line: start, an epoch each, and done, or interrupted. */
export class JsonReporter implements Reporter {
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  start({ settings, backend, ...facts }: Plan): void {
    this.#event("start", { ...settings, backend: backend.name, backendInfo: backend, ...facts });
  }

  step(): void {}

  epoch(result: TimedEpoch): void {
    this.#event("epoch", result);
  }

  busy(): void {}

  done(result: Result): void {
    this.#event("done", result);
  }

  interrupted({ path, files }: RunFolder): void {
    this.#event("interrupted", { folder: path, files: [...files.keys()] });
  }

  close(): void {}

  #event(event: string, fields: object): void {
    this.#print(JSON.stringify({ event, ...fields }));
  }
}
