import { instantiate, matmul } from "@convoke/wasm-kernels";
import type { Work } from "../workload.js";

/** What one thread of the machine can do at most, measured between the subjects in the same rounds. */
export interface Limit {
  /** Of one run, in the unit of the row. */
  readonly amount: number;
  run(): void;
}

/** The limit that a row of this work has, or null where there is none to measure. */
export function limitOf({ unit, amount }: Work): Limit | null {
  switch (unit) {
    case "GFLOP/s": return multiplyLimit();
    case "GB/s": return copyLimit(amount);
    default: return null;
  }
}

const sizes = { batch: 1, rows: 128, columns: 64, depth: 256 };
const products = 80;      // of 4 MFLOP: some milliseconds

/** The matmul kernel on one thread with all operands in the cache and the left one packed already. */
function multiplyLimit(): Limit {
  const megabyte = 1 << 20;
  const memory = new WebAssembly.Memory({ initial: 96, maximum: 96 });
  const kernels = instantiate(memory);
  const left = { pointer: megabyte, strides: [0, sizes.depth, 1] } as const;
  const right = { pointer: 2 * megabyte, strides: [0, sizes.columns, 1] } as const;
  new Float32Array(memory.buffer, megabyte, megabyte / 2).fill(0.5);
  const [pack, multiply] = matmul(left, right, 3 * megabyte, 4 * megabyte, sizes) as [Step, Step];
  const block = 1024, scratch = 65_536;
  const run = ({ kernel, block: values, units }: Step): void => {
    new Int32Array(memory.buffer, block).set(values);
    kernels[kernel](block, 0, units, scratch);
  };
  run(pack);
  return {
    amount: products * 2 * sizes.rows * sizes.columns * sizes.depth,
    run() {
      for (let i = 0; i < products; i++) run(multiply);
    },
  };
}

type Step = ReturnType<typeof matmul>[number];

/** A plain copy that moves as many bytes as the row must. */
function copyLimit(bytes: number): Limit {
  const length = Math.ceil(bytes / 8);      // 4 read and 4 written for each float
  const [source, target] = [new Float32Array(length).fill(1), new Float32Array(length)];
  return { amount: 8 * length, run: () => target.set(source) };
}
