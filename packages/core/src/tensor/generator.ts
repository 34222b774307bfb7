import { randomWords, uniformNumbers } from "../backend/random.js";
import { ArgumentError } from "../errors/argument-error.js";

/**
 * A seeded stream of random numbers: the same seed gives the same numbers on every backend, in every runtime. PyTorch: `Generator`.
 *
 * Counter-based (Threefry-2x32): a number depends on the seed and its place in the stream only.
 *
 * @example
 * const generator = new Generator(42);
 * rand([2, 2], { generator });
 */
export class Generator {
  readonly seed: number;
  /** How many numbers were drawn. */
  #counter = 0;

  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) throw new ArgumentError(`Generator: seed is ${seed}, expected an integer of at least 0`);
    this.seed = seed;
  }

  get key(): readonly [number, number] {
    return [this.seed | 0, Math.floor(this.seed / 2 ** 32)];
  }

  /** Takes the next `size` places of the stream and returns the first. */
  advance(size: number): number {
    const first = this.#counter;
    this.#counter += size;
    return first;
  }

  /** `size` random 32-bit words. */
  words(size: number): Uint32Array {
    return randomWords(size, this.key, this.advance(size));
  }

  /** `size` numbers in [0, 1) with 24 bits. */
  uniform(size: number): Float32Array {
    return uniformNumbers(size, this.key, this.advance(size));
  }

  /** `size` numbers of the standard normal distribution (Box–Muller). */
  normal(size: number): Float64Array {
    const pairs = Math.ceil(size / 2);
    const words = this.words(2 * pairs);
    const numbers = new Float64Array(2 * pairs);
    for (let i = 0; i < 2 * pairs; i += 2) {
      // (word + ½) / 2³² is never 0, so that the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log((words[i]! + 0.5) / 2 ** 32));
      const angle = 2 * Math.PI * ((words[i + 1]! + 0.5) / 2 ** 32);
      numbers[i] = radius * Math.cos(angle);
      numbers[i + 1] = radius * Math.sin(angle);
    }
    return numbers.subarray(0, size);
  }

  /** `size` integers in [low, high). */
  integers(low: number, high: number, size: number): Int32Array {
    return Int32Array.from(this.words(size), (word) => low + Math.floor((word / 2 ** 32) * (high - low)));
  }

  /** The numbers 0 … size − 1 in random order (Fisher–Yates). PyTorch: `randperm`. */
  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, i) => i);
    const words = this.words(size);
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor((words[i]! / 2 ** 32) * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }
}

let shared = new Generator(0);

/** Starts the generator that is used where none is given anew from `seed`. PyTorch: `manual_seed`. */
export function manualSeed(seed: number): void {
  shared = new Generator(seed);
}

/** The generator that is used where none is given. */
export function defaultGenerator(): Generator {
  return shared;
}
