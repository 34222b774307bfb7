import { BackendError } from "@convoke/core/backend";
import type { Kernels, Step } from "@convoke/wasm-kernels";
import { block, controlBytes, slotOf } from "./control.js";
import { hint, type Runner, type Scratch } from "./runner.js";

/** The calling thread does all the work itself, at once. */
export class Solo implements Runner {
  readonly canBlock = true;
  enqueued = 0;
  readonly #memory: WebAssembly.Memory;
  readonly #kernels: Kernels;
  #failure: BackendError | null = null;

  constructor(memory: WebAssembly.Memory, kernels: Kernels) {
    this.#memory = memory;
    this.#kernels = kernels;
  }

  get done(): number {
    return this.enqueued;
  }

  enqueue(step: Step, scratch: Scratch): void {
    this.check();
    if (step.units === 0) return;
    const at = slotOf(0) + block;
    new Int32Array(this.#memory.buffer, 0, controlBytes / 4).set(step.block, at);
    try {
      this.#kernels[step.kernel](4 * at, 0, step.units, scratch.base);
    } catch (cause) {
      this.#failure = new BackendError(`worker-threads: ${step.kernel} failed: ${String(cause)}`, { hint, cause, details: { kernel: step.kernel } });
      throw this.#failure;
    }
    this.enqueued++;
  }

  check(): void {
    if (this.#failure) throw this.#failure;
  }

  waitSync(): void {
    this.check();
  }

  async wait(): Promise<void> {
    this.check();
  }

  stop(): void {}
}
