import { ArgumentError, DataError, ShapeError, stack, tensor, Tensor, type NestedArray, type TypedArray } from "@convoke/core";
import type { Collated } from "./dataset.js";
import { isHostTensor, type HostTensor } from "./host-tensor.js";

/**
 * Samples as one batch: numbers, booleans, typed arrays and tensors (on a backend, or HostTensors) are stacked along a new first axis; arrays and plain
 * objects are batched field by field. PyTorch: `default_collate`.
 *
 * Numbers become float32, as in `tensor`; for class labels give the loader a `collate` of your own, or samples that hold int32 tensors.
 *
 * **Shapes**: B numbers → [B], B typed arrays of length n → [B, n], B tensors [2, 3] → [B, 2, 3].
 *
 * @throws {DataError} when the samples do not have the same form.
 * @throws {ShapeError} when their tensors have different shapes.
 * @example
 * collate([{ x: 1, y: [2, 3] }, { x: 4, y: [5, 6] }]); // { x: [1, 4], y: [[2, 5], [3, 6]] } of tensors
 */
export function collate<T>(samples: readonly T[]): Collated<T> {
  return collateField(samples, "sample") as Collated<T>;
}

function collateField(samples: readonly unknown[], path: string): unknown {
  const [first] = samples;
  if (typeof first === "number" || typeof first === "boolean") return tensor(allOf(samples, path, (x) => typeof x === typeof first) as NestedArray);
  if (first instanceof Tensor) return stack(allOf(samples, path, (x) => x instanceof Tensor) as Tensor[]);
  if (isHostTensor(first)) return stackHostTensors(samples, first.shape, path);
  if (ArrayBuffer.isView(first)) return stackArrays(samples, first as TypedArray, [(first as TypedArray).length], path);
  if (Array.isArray(first)) {
    const rows = allOf(samples, path, (x) => Array.isArray(x) && x.length === first.length) as unknown[][];
    return first.map((_, i) => collateField(rows.map((row) => row[i]), `${path}[${i}]`));
  }
  if (typeof first === "object" && first !== null && Object.getPrototypeOf(first) === Object.prototype) {
    const keys = Object.keys(first);
    const rows = allOf(samples, path, (x) => typeof x === "object" && x !== null && keys.every((key) => key in x)) as Record<string, unknown>[];
    return Object.fromEntries(keys.map((key) => [key, collateField(rows.map((row) => row[key]), `${path}.${key}`)]));
  }
  throw new ArgumentError(`collate: ${path} is ${String(first)}, expected numbers, typed arrays, tensors, or arrays and plain objects of them`, {
    hint: "give DataLoader a collate function",
  });
}

function stackHostTensors(samples: readonly unknown[], shape: readonly number[], path: string): Tensor {
  const tensors = allOf(samples, path, isHostTensor) as readonly HostTensor[];
  const at = tensors.findIndex((each) => each.shape.join() !== shape.join());
  if (at >= 0) throw new ShapeError(`collate: ${path} is [${tensors[at]!.shape.join(", ")}] in sample ${at} of the batch, expected [${shape.join(", ")}] as in sample 0`);
  return stackArrays(tensors.map(({ data }) => data), tensors[0]!.data, shape, path);
}

function stackArrays(samples: readonly unknown[], first: TypedArray, shape: readonly number[], path: string): Tensor {
  const rows = allOf(samples, path, (x) => ArrayBuffer.isView(x) && x.constructor === first.constructor && (x as TypedArray).length === first.length);
  const Type = first.constructor as new (size: number) => TypedArray;
  const flat = new Type(rows.length * first.length);
  rows.forEach((row, i) => flat.set(row as TypedArray, i * first.length));
  return tensor(flat, { shape: [rows.length, ...shape] });
}

function allOf(samples: readonly unknown[], path: string, fits: (sample: unknown) => boolean): readonly unknown[] {
  const at = samples.findIndex((sample) => !fits(sample));
  if (at >= 0) throw new DataError(`collate: ${path} differs in form, expected that of sample 0, got another in sample ${at} of the batch`);
  return samples;
}
