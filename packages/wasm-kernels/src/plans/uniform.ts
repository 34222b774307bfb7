import { blockOf, type Step } from "./step.js";

const uniformFields = ["output", "size", "skip", "key0", "key1", "blockLow", "blockHigh"] as const;

/** `size` float32 in [0, 1): numbers counter … counter + size − 1 of the stream `key`, the bits that core's generator gives. */
export function uniform(output: number, size: number, key: readonly [number, number], counter: number): Step {
  const first = Math.floor(counter / 2), skip = counter - 2 * first;
  const block = blockOf(uniformFields, { output, size, skip, key0: key[0], key1: key[1], blockLow: first, blockHigh: Math.floor(first / 2 ** 32) });
  return { kernel: "uniform", block, units: size === 0 ? 0 : Math.ceil((size + skip) / 1024), scratchBytes: 32 };
}
