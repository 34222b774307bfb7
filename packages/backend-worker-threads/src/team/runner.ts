import type { Step } from "@convoke/wasm-kernels";

/** Who runs commands: a team of workers, or the calling thread. */
export interface Runner {
  /** Commands enqueued so far, and how many of them have run at least. */
  readonly enqueued: number;
  readonly done: number;
  /** Whether `waitSync` is allowed here: everywhere but on a page's main thread. */
  readonly canBlock: boolean;
  /** Runs the step after all that were enqueued before; thread i has `scratch.bytes` of memory at base + i · bytes. */
  enqueue(step: Step, scratch: Scratch): void;
  /** Waits until so many commands have run. */
  waitSync(until: number): void;
  wait(until: number): Promise<void>;
  /** Throws what ended the team, if anything did. */
  check(): void;
  stop(): void;
}

export interface Scratch {
  readonly base: number;
  readonly bytes: number;
}

/** What to do about a team that is gone. */
export const hint = "make the backend anew and give the model its last saved weights";
