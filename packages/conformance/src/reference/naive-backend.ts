import {
  allocate, defineBackend, dtypes, sizeOf,
  type Backend, type DType, type Layout, type ReduceOp, type Storage, type TypedArray, type View,
} from "@convoke/core/backend";
import { scalarBinary, scalarUnary } from "./scalars.js";

interface Cells extends Storage {
  readonly data: TypedArray;
}

const reduceTable: Readonly<Record<Exclude<ReduceOp, "argmax">, readonly [start: number, step: (total: number, x: number) => number]>> = {
  sum: [0, (total, x) => total + x], prod: [1, (total, x) => total * x], max: [-Infinity, Math.max], min: [Infinity, Math.min],
};
const givesBool = new Set<string>(["isNaN", "isFinite", "not", "eq", "ne", "lt", "le", "and", "or", "xor"]);

/**
 * A backend of nothing but the eight required kernels, each the plainest loop: what other backends' gradients and training are compared with, in float64.
 *
 * It shares no line with any backend that it judges, and every derived kernel on it is core's default.
 */
export function naiveBackend(): Backend<Cells> {
  const make = (dtype: DType, size: number): Cells => ({ dtype, size, data: allocate(dtype, size) });
  const mapped = (op: string, like: DType, views: readonly View<Cells>[], map: (x: number, y: number, z: number) => number): Cells => {
    const { shape } = views[0]!.layout;
    const output = make(givesBool.has(op) ? "bool" : like, sizeOf(shape));
    const [x, y, z] = views.map(({ storage }) => storage.data);
    const [i, j, k] = views.map(({ layout }) => offsetsOf(layout));
    for (let at = 0; at < output.size; at++) output.data[at] = map(x![i![at]!]!, y?.[j![at]!] ?? 0, z?.[k![at]!] ?? 0);
    return output;
  };
  return defineBackend<Cells>({
    specVersion: 1,
    name: "naive",
    capabilities: { dtypes: new Set(dtypes), strictFloat: true, syncRead: true, maxElements: 2 ** 31 - 1, maxRank: 64, exactInt: 2 ** 31 - 1 },
    info: () => ({ name: "naive" }),
    write: (values, dtype) => {
      const storage = make(dtype, values.length);
      storage.data.set(values);
      return storage;
    },
    readSync: (storage) => storage.data.slice(),
    read: async (storage) => storage.data.slice(),
    free: () => {},
    flush: async () => {},
    dispose: async () => {},
    fill: (size, value, dtype) => ({ dtype, size, data: allocate(dtype, size).fill(value) }),
    copy: (x, dtype) => mapped("copy", dtype, [x], (value) => (dtype === "bool" ? +(value !== 0) : value)),
    updateSlice(target, at, x) {
      const values = mapped("copy", x.storage.dtype, [x], (value) => value).data;
      offsetsOf(at).forEach((offset, i) => (target.data[offset] = values[i]!));
      return target;
    },
    unary: (op, x) => mapped(op, x.storage.dtype, [x], scalarUnary[op]),
    binary: (op, a, b) =>
      typeof b === "number" ? mapped(op, a.storage.dtype, [a], (x) => scalarBinary[op](x, b)) : mapped(op, a.storage.dtype, [a, b], scalarBinary[op]),
    where: (condition, a, b) => mapped("where", a.storage.dtype, [condition, a, b], (test, x, y) => (test ? x : y)),
    reduce: (op, x, axes) => (op === "argmax" ? argmax(x, axes[0]!) : fold(op, x, axes)),
    matmul: (a, b) => {
      const [batch, rows, inner] = a.layout.shape as [number, number, number];
      const columns = b.layout.shape[2]!;
      const output = make(a.storage.dtype, batch * rows * columns);
      const start = ({ layout: { strides, offset } }: View<Cells>, n: number, i: number, axis: number): number => offset + n * strides[0]! + i * strides[axis]!;
      const [aStep, bStep] = [a.layout.strides[2]!, b.layout.strides[1]!];
      for (let n = 0, at = 0; n < batch; n++) {
        for (let row = 0; row < rows; row++) {
          for (let column = 0; column < columns; column++, at++) {
            let sum = 0;
            let [i, j] = [start(a, n, row, 1), start(b, n, column, 2)];
            for (let k = 0; k < inner; k++, i += aStep, j += bStep) sum += a.storage.data[i]! * b.storage.data[j]!;
            output.data[at] = sum;
          }
        }
      }
      return output;
    },
  });
}

/** The storage offset of each element in row-major order. */
function offsetsOf({ shape, strides, offset }: Layout): Int32Array {
  let offsets = Int32Array.of(offset);
  for (const [axis, length] of shape.entries()) {
    const next = new Int32Array(offsets.length * length);
    for (let i = 0; i < next.length; i++) next[i] = offsets[Math.floor(i / length)]! + (i % length) * strides[axis]!;
    offsets = next;
  }
  return offsets;
}

/** Kept axes outermost, reduced ones innermost: the offsets of each group in a row. */
function groups(x: View<Cells>, axes: readonly number[]): { offsets: Int32Array; count: number; length: number } {
  const order = [...x.layout.shape.keys()].filter((axis) => !axes.includes(axis)).concat(axes);
  const pick = (values: readonly number[]): number[] => order.map((axis) => values[axis]!);
  const length = sizeOf(axes.map((axis) => x.layout.shape[axis]!));
  const shape = pick(x.layout.shape);
  return { offsets: offsetsOf({ shape, strides: pick(x.layout.strides), offset: x.layout.offset }), count: sizeOf(shape.slice(0, shape.length - axes.length)), length };
}

function fold(op: Exclude<ReduceOp, "argmax">, x: View<Cells>, axes: readonly number[]): Cells {
  const { offsets, count, length } = groups(x, axes);
  const [start, step] = reduceTable[op];
  const data = allocate(x.storage.dtype, count);
  for (let i = 0; i < count; i++) {
    let total = start;
    for (let k = 0; k < length; k++) total = step(total, x.storage.data[offsets[i * length + k]!]!);
    data[i] = total;
  }
  return { dtype: x.storage.dtype, size: count, data };
}

function argmax(x: View<Cells>, axis: number): Cells {
  const { offsets, count, length } = groups(x, [axis]);
  const data = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    let best = 0;
    for (let k = 1; k < length; k++) {
      const value = x.storage.data[offsets[i * length + k]!]!;
      const record = x.storage.data[offsets[i * length + best]!]!;
      if (value > record || (Number.isNaN(value) && !Number.isNaN(record))) best = k;
    }
    data[i] = best;
  }
  return { dtype: "int32", size: count, data };
}
