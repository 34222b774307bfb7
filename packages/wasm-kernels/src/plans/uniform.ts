import type { Step } from "./step.js";

/** `size` float32 in [0, 1): numbers counter … counter + size − 1 of the stream `key`, the bits that core's generator gives. */
export function uniform(output: number, size: number, key: readonly [number, number], counter: number): Step {
  const first = Math.floor(counter / 2), skip = counter - 2 * first;
  const block = [output | 0, size, skip, key[0] | 0, key[1] | 0, first | 0, Math.floor(first / 2 ** 32)];
  return { kernel: "uniform", block, units: size === 0 ? 0 : Math.ceil((size + skip) / 1024), scratchBytes: 32 };
}
