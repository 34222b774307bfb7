import type { KernelName } from "../kernels.js";

/** One kernel call over a whole piece of work: threads split [0, units) between them as they like, and a barrier comes before the next step. */
export interface Step {
  readonly kernel: KernelName;
  /**
   * The words of the kernel's block, in the order of its class in assembly/; lies 4-byte aligned in the memory while the step runs. Pointers beyond 2 GiB wrap, and the kernels read them
   * unsigned.
   */
  readonly block: readonly number[];
  readonly units: number;
  /** What each thread needs for itself. */
  readonly scratchBytes: number;
}

/** 0 none, 1 relu, 2 relu6: as the kernels number them. */
export const activations = [undefined, "relu", "relu6"] as const;

/** Byte offsets of an epilogue's operands; the residual is laid out as the output. */
export interface EpiloguePointers {
  readonly bias?: number | undefined;
  readonly residual?: number | undefined;
  readonly activation?: "relu" | "relu6" | undefined;
}

/** A null pointer stands for what is absent. */
export function epilogueFields({ bias = 0, residual = 0, activation }: EpiloguePointers) {
  return { bias, residual, activation: activations.indexOf(activation) };
}
