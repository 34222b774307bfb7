import type { Backend, Storage } from "../backend/backend.js";
import type { DType, TypedArray } from "../backend/dtype.js";
import { dense, sizeOf, type Shape } from "../backend/layout.js";
import { DTypeError } from "../errors/dtype-error.js";
import { ArgumentError } from "../errors/argument-error.js";
import { formatShape } from "./format.js";
import { oneValue, rangeOf, type IntegerRange } from "./integer-range.js";
import { SharedStorage } from "./shared-storage.js";
import { Tensor } from "./tensor.js";

/** A tensor on fresh dense storage; `range` says which integers it holds, if anybody knows. */
export function fromStorage(backend: Backend, storage: Storage, shape: Shape, createdBy: string, range: IntegerRange | null = null): Tensor {
  return new Tensor({ shared: new SharedStorage(backend, storage, range), layout: dense(shape), createdBy });
}

/** Throws unless the backend can hold such a tensor; `name` is the public function that wants it. */
export function checkSupport(name: string, backend: Backend, shape: Shape, dtype: DType): void {
  const { dtypes, maxElements, maxRank } = backend.capabilities;
  if (!dtypes.has(dtype)) {
    throw new DTypeError(`${name}: backend ${backend.name} has no ${dtype}, expected one of ${[...dtypes].join(", ")}`);
  }
  if (sizeOf(shape) > maxElements || shape.length > maxRank) {
    throw new ArgumentError(
      `${name}: ${formatShape(shape)} is too large for backend ${backend.name}, expected at most ${maxElements} elements and ${maxRank} axes`,
    );
  }
}

/** A tensor of host data; the data is copied. */
export function fromData(name: string, backend: Backend, data: TypedArray, shape: Shape, dtype: DType): Tensor {
  checkSupport(name, backend, shape, dtype);
  return fromStorage(backend, backend.write(data, dtype), shape, name, holdsIntegers(dtype) ? rangeOf(data) : null);
}

/** A tensor of one value. */
export function filled(name: string, backend: Backend, shape: Shape, value: number, dtype: DType): Tensor {
  checkSupport(name, backend, shape, dtype);
  return fromStorage(backend, backend.fill(sizeOf(shape), value, dtype), shape, name, holdsIntegers(dtype) ? oneValue(value) : null);
}

function holdsIntegers(dtype: DType): boolean {
  return dtype === "int32" || dtype === "uint8";
}
