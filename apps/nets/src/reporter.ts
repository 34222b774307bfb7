import type { Progress } from "./train-net.js";

export interface Outcome {
  readonly net: string;
  readonly file: string;
  readonly testAccuracy: number;
  readonly bytes: number;
  readonly seconds: number;
  /** `weak` is below what the recipe promises, and not written. */
  readonly result: "written" | "same" | "different" | "weak";
  readonly words: string;
}

/** Tells the user, or a program, how it goes. */
export interface Reporter {
  progress(net: string, progress: Progress): void;
  outcome(outcome: Outcome): void;
}

export const jsonReporter: Reporter = {
  progress: () => {},
  outcome: (outcome) => console.log(JSON.stringify(outcome)),
};

/** A line a net; on a terminal also one that shows how far it is. */
export class TextReporter implements Reporter {
  readonly #live = process.stdout.isTTY === true && process.env["TERM"] !== "dumb" && !process.env["CI"];

  progress(net: string, { done, loss }: Progress): void {
    if (this.#live) this.#write(`${net}  ${Math.floor(100 * done)}%  loss ${loss.toFixed(4)}`.slice(0, (process.stdout.columns || 80) - 1));
  }

  outcome({ net, testAccuracy, bytes, seconds, words }: Outcome): void {
    if (this.#live) this.#write("");
    console.log(`${net.padEnd(17)}  ${(100 * testAccuracy).toFixed(2)}%  ${bytes.toLocaleString("en-US").padStart(7)} bytes  ${seconds.toFixed(1).padStart(5)} s  ${words}`);
  }

  #write(text: string): void {
    process.stdout.write(`\r\x1b[K${text}`);
  }
}
