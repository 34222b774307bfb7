import type { Backend, View } from "@convoke/core/backend";
import type { SharedStorage } from "../memory/storage.js";

/** [storage.size] in order. */
export const vector = (storage: SharedStorage): View<SharedStorage> => ({ storage, layout: { shape: [storage.size], strides: [1], offset: 0 } });

/** Enqueues products whose result is zeros; twenty are a second of work or so. */
export function toil(backend: Backend<SharedStorage>, products = 20): SharedStorage {
  const size = 1024;
  let product = backend.fill(size * size, 0, "float32");
  const square = (): View<SharedStorage> => ({ storage: product, layout: { shape: [1, size, size], strides: [0, size, 1], offset: 0 } });
  for (let i = 0; i < products; i++) {
    const next = backend.matmul(square(), square());
    backend.free(product);
    product = next;
  }
  return product;
}

/** Counts to `count` in as many commands; reads on the way, and then the end. */
export function countTo(count: number, backend: Backend<SharedStorage>, readEvery = count): Promise<number[]> {
  const reads: Promise<number>[] = [];
  let value = backend.fill(3, 0, "float32");
  for (let i = 1; i <= count; i++) {
    const next = backend.binary("add", vector(value), 1);
    backend.free(value);
    value = next;
    if (i % readEvery === 0) reads.push(backend.read(value).then(([first]) => first!));
  }
  backend.free(value);
  return Promise.all(reads);
}
