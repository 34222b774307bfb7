import type { Storage } from "../backend/backend.js";
import { isDense } from "../backend/layout.js";
import type { TypedArray } from "../backend/dtype.js";
import { ArgumentError } from "../errors/argument-error.js";
import { formatShape } from "./format.js";
import type { Tensor } from "./tensor.js";

/** Numbers, or booleans of a bool tensor, nested as the shape says. */
export type NestedArray = number | boolean | NestedArray[];

/** The elements in row-major order, as a fresh array: the value at this place in the order of ops. */
export async function readData(tensor: Tensor): Promise<TypedArray> {
  const { backend } = tensor;
  const whole = wholeStorage(tensor);
  if (whole) return backend.read(whole);
  const copy = backend.copy(tensor.view, tensor.dtype);
  const data = backend.read(copy);
  backend.free(copy);
  return data;
}

/** As `readData`, at once. */
export function readDataSync(name: string, tensor: Tensor): TypedArray {
  const { backend } = tensor;
  if (!backend.readSync) {
    throw new ArgumentError(`${name}: backend ${backend.name} cannot read synchronously`, { hint: `use await ${name.replace("Sync", "")}()` });
  }
  const whole = wholeStorage(tensor);
  if (whole) return backend.readSync(whole);
  const copy = backend.copy(tensor.view, tensor.dtype);
  const data = backend.readSync(copy);
  backend.free(copy);
  return data;
}

/** The storage, if the tensor is all of it in order. */
export function wholeStorage(tensor: Tensor): Storage | null {
  const { storage } = tensor.shared;
  return isDense(tensor.layout) && storage.size === tensor.size ? storage : null;
}

/** @throws {ArgumentError} unless the tensor has exactly one element. */
export function checkOneElement(name: string, tensor: Tensor): void {
  if (tensor.size !== 1) {
    throw new ArgumentError(`${name}: the tensor has shape ${formatShape(tensor.shape)}, expected one element`, { hint: "use data() or toArray()" });
  }
}

/** Row-major data as nested arrays. */
export function nest(tensor: Tensor, data: TypedArray): NestedArray {
  const value = (at: number): NestedArray => (tensor.dtype === "bool" ? data[at] !== 0 : data[at]!);
  const build = (axis: number, at: number, stride: number): NestedArray => {
    if (axis === tensor.rank) return value(at);
    const length = tensor.shape[axis]!;
    const step = stride / Math.max(length, 1);
    return Array.from({ length }, (_, i) => build(axis + 1, at + i * step, step));
  };
  return build(0, 0, tensor.size);
}
