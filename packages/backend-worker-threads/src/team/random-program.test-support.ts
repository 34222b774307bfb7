import { Generator } from "@convoke/core";
import type { Backend, TypedArray, View } from "@convoke/core/backend";
import type { SharedStorage } from "../memory/storage.js";

const sizes = [1, 30, 1024, 4900, 40_000];
const unaries = ["neg", "abs", "tanh", "sigmoid", "relu", "exp"] as const;
const binaries = ["add", "mul", "max"] as const;

const row = ({ size }: SharedStorage) => ({ shape: [size], strides: [1], offset: 0 });
const flipped = ({ size }: SharedStorage) => ({ shape: [size], strides: [-1], offset: size - 1 });

/** A program of random commands that depends on the seed alone; resolves to a hash of the bits of each thing that it read. */
export async function runRandomProgram(backend: Backend<SharedStorage>, seed: number, length: number): Promise<number[]> {
  const generator = new Generator(seed), live: SharedStorage[] = [], reads: (Promise<TypedArray> | TypedArray)[] = [];
  const below = (limit: number): number => generator.integers(0, limit, 1)[0]!;
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const viewOf = (storage: SharedStorage): View<SharedStorage> => ({ storage, layout: below(4) === 0 ? flipped(storage) : row(storage) });
  const write = (): SharedStorage => backend.write(generator.uniform(one(sizes)), "float32");
  /** A storage that the program gives up. */
  const given = (): SharedStorage => live.splice(below(live.length), 1)[0]!;
  const commands: readonly (() => SharedStorage | undefined)[] = [
    write,
    () => backend.fill(one(sizes), below(9) - 4, "float32"),
    () => backend.copy(viewOf(one(live)), "float32"),
    () => backend.unary(one(unaries), viewOf(one(live))),
    () => {
      const donated = given();
      return backend.unary(one(unaries), { storage: donated, layout: row(donated) }, donated);
    },
    () => {
      const a = one(live), b = one(live.filter(({ size }) => size === a.size));
      return backend.binary(one(binaries), viewOf(a), viewOf(b));
    },
    () => {
      const target = given(), part = Math.min(target.size, 1 + below(3000)), x = backend.fill(part, below(5), "float32");
      const result = backend.updateSlice(target, { shape: [part], strides: [1], offset: below(target.size - part + 1) }, { storage: x, layout: row(x) });
      backend.free(x);
      return result;
    },
    () => {
      const x = one(live), layout = x.size % 10 === 0 ? { shape: [x.size / 10, 10], strides: [10, 1], offset: 0 } : { shape: [1, x.size], strides: [x.size, 1], offset: 0 };
      return backend.reduce("sum", { storage: x, layout }, [below(2)]);
    },
    () => {
      const x = live.find(({ size }) => size === 4900) ?? backend.fill(4900, 0.5, "float32");
      const square = { storage: x, layout: { shape: [1, 70, 70], strides: [4900, 1, 70], offset: 0 } };
      const product = backend.matmul(square, square);
      if (!live.includes(x)) backend.free(x);
      return product;
    },
    () => void reads.push(backend.read(one(live))),
    () => void (backend.readSync ? reads.push(backend.readSync(one(live))) : reads.push(backend.read(one(live)))),
    () => backend.free(given()) as undefined,
  ];
  for (let i = 0; i < length; i++) {
    const result = live.length < 4 ? write() : one(commands)();
    if (result) live.push(result);
    while (live.length > 40) backend.free(given());
    if (below(1000) === 0) await reads.at(-1);
  }
  for (const storage of live) reads.push(backend.read(storage));
  return (await Promise.all(reads)).map(({ buffer }) => hashOf(new Uint32Array(buffer)));
}

/** FNV-1a, a word at a time. */
const hashOf = (bits: Uint32Array): number => bits.reduce((hash, word) => Math.imul(hash ^ word, 16_777_619), 0x811c9dc5 | 0);
