import type { TypedArray } from "../backend/dtype.js";
import { formatShape } from "./format.js";
import type { Tensor } from "./tensor.js";

const edge = 3;
const longest = 1000;

/** A line that says what it is, then the values in aligned columns; long axes are cut to three at either end. */
export function printTensor(tensor: Tensor, data: TypedArray | null): string {
  const grad = tensor.requiresGrad ? ", requiresGrad" : "";
  const head = `Tensor ${formatShape(tensor.shape)} ${tensor.dtype} on ${tensor.backend.name}${grad}`;
  if (data === null) return `${head} (read with await data())`;
  if (tensor.size === 0) return head;
  const cut = tensor.size > longest;
  const format = formatter(tensor, data);
  const print = (axis: number, at: number, stride: number): string => {
    if (axis === tensor.rank) return format(data[at]!);
    const length = tensor.shape[axis]!;
    const step = stride / length;
    const indices: (number | null)[] = cut && length > 2 * edge ? [0, 1, 2, null, length - 3, length - 2, length - 1] : [...Array(length).keys()];
    const items = indices.map((i) => (i === null ? "…" : print(axis + 1, at + i * step, step)));
    const innermost = axis === tensor.rank - 1;
    return `[${items.join(innermost ? ", " : `,${"\n".repeat(Math.min(2, tensor.rank - 1 - axis))}${" ".repeat(axis + 1)}`)}]`;
  };
  return `${head}\n${print(0, 0, tensor.size)}`;
}

/** One format for all values: four decimals (or exponents where magnitudes differ much), padded to one width. */
function formatter({ dtype }: Tensor, data: TypedArray): (value: number) => string {
  if (dtype === "bool") return (value) => (value ? " true" : "false");
  const finite = Array.from(data).filter(Number.isFinite);
  const magnitudes = finite.map(Math.abs).filter((value) => value > 0);
  const largest = magnitudes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = magnitudes.reduce((a, b) => Math.min(a, b), Infinity);
  const whole = finite.every(Number.isInteger) && largest < 1e7;
  const scientific = !whole && (largest >= 1e5 || largest < 1e-3 || largest / smallest > 1e6);
  const text = (value: number): string => {
    if (!Number.isFinite(value)) return String(value);
    if (whole) return String(value);
    return scientific ? value.toExponential(4) : value.toFixed(4);
  };
  const width = Array.from(data.length > 10_000 ? data.subarray(0, 10_000) : data).reduce((most, value) => Math.max(most, text(value).length), 0);
  return (value) => text(value).padStart(width);
}
