import { instantiate, matmul } from "@convoke/wasm-kernels";
import { callsFor } from "../measure.js";
import type { Work } from "../workload.js";
import { CopyCrew } from "./copy-crew.js";

/** What so many threads of the machine can do at most, measured between the subjects in the same rounds. */
export interface Limit {
  readonly threads: number;
  /** Of one run, in the unit of the row. */
  readonly amount: number;
  /** Runs; how many milliseconds that took. */
  time(): number | Promise<number>;
}

/** Knows the limits for the numbers of threads that the subjects have. */
export class Limits {
  readonly #crews: readonly CopyCrew[];
  #multiply: Limit | null = null;

  constructor(threads: Iterable<number>) {
    this.#crews = [...new Set(threads)].map((count) => new CopyCrew(count));
  }

  /** None for work that has no limit to measure. */
  of({ unit, amount }: Work): readonly Limit[] {
    switch (unit) {
      case "GFLOP/s": return manifold(this.#multiply ??= multiplyLimit(), this.#crews.map(({ threads }) => threads));
      case "GB/s": return this.#crews.map((crew) => copyLimit(crew, amount));
      default: return [];
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#crews.map((crew) => crew.stop()));
  }
}

/** Threads share nothing in arithmetic, so one is measured for all. */
function manifold(limit: Limit, threads: readonly number[]): readonly Limit[] {
  let last = 0;
  return threads.map((count, i) => ({ threads: count, amount: count * limit.amount, time: () => (i === 0 ? (last = limit.time() as number) : last) }));
}

/** A plain copy of as many bytes as the row must move: 4 read and 4 written for each float. */
function copyLimit(crew: CopyCrew, bytes: number): Limit {
  const floats = Math.ceil(bytes / 8);
  const calls = callsFor((8 * floats) / slowCopy);
  return { threads: crew.threads, amount: 8 * floats, time: () => crew.time(floats, calls) };
}

const slowCopy = 20e6;    // bytes a millisecond

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
    threads: 1,
    amount: products * 2 * sizes.rows * sizes.columns * sizes.depth,
    time() {
      run(multiply);
      const start = performance.now();
      for (let i = 0; i < products; i++) run(multiply);
      return performance.now() - start;
    },
  };
}

type Step = ReturnType<typeof matmul>[number];
