import { dense, type View } from "@convoke/core/backend";
import type { NaiveBackend, PlantedBug } from "./plant.js";

type Cells = ReturnType<NaiveBackend["write"]>;

const withLayout = (x: View<Cells>, layout: Partial<View["layout"]>): View<Cells> => ({ storage: x.storage, layout: { ...x.layout, ...layout } });

export const kernelBugs: readonly PlantedBug[] = [
  {
    name: "tail of the vector loop dropped",
    layer: "kernels",
    ops: ["exp"],
    plant: ({ unary }) => ({
      unary: (op, x) => {
        const output = unary(op, x);
        output.data.fill(0, output.size - (output.size % 4));
        return output;
      },
    }),
  },
  {
    name: "negative strides read forwards",
    layer: "layouts",
    ops: ["exp"],
    plant: ({ unary }) => ({ unary: (op, x) => unary(op, x.layout.strides.some((stride) => stride < 0) ? withLayout(x, dense(x.layout.shape)) : x) }),
  },
  {
    name: "offset of a view ignored",
    layer: "layouts",
    ops: ["exp"],
    plant: ({ unary }) => ({ unary: (op, x) => unary(op, x.layout.strides.every((stride) => stride >= 0) ? withLayout(x, { offset: 0 }) : x) }),
  },
  {
    name: "stride 0 taken for 1",
    layer: "layouts",
    ops: ["add"],
    plant: ({ binary }) => ({
      binary: (op, a, b) => binary(op, withLayout(a, { strides: a.layout.strides.map((stride) => (stride === 0 ? 1 : stride)) }), b),
    }),
  },
  {
    name: "sub with its operands swapped",
    layer: "kernels",
    ops: ["sub"],
    plant: ({ binary }) => ({ binary: (op, a, b) => (op === "sub" && typeof b !== "number" ? binary(op, b, a) : binary(op, a, b)) }),
  },
  {
    name: "NaN loses in max",
    layer: "kernels",
    ops: ["maximum"],
    plant: (backend) => ({
      binary: (op, a, b) => {
        const output = backend.binary(op, a, b);
        if (op === "max" && typeof b !== "number") {
          const [left, right] = [backend.copy(a, a.storage.dtype), backend.copy(b, b.storage.dtype)];
          output.data.forEach((_, i, data) => (data[i] = left.data[i]! > right.data[i]! ? left.data[i]! : right.data[i]!));
        }
        return output;
      },
    }),
  },
  {
    name: "last of equal maxima in argmax",
    layer: "kernels",
    ops: ["argmax"],
    plant: (backend) => ({
      reduce: (op, x, axes) => {
        const output = backend.reduce(op, x, axes);
        if (op !== "argmax") return output;
        const axis = axes[0]!;
        const length = x.layout.shape[axis]!;
        const strides = x.layout.strides.with(axis, -x.layout.strides[axis]!);
        const reversed = backend.reduce(op, withLayout(x, { strides, offset: x.layout.offset + (length - 1) * x.layout.strides[axis]! }), axes);
        reversed.data.forEach((index, i, data) => (data[i] = length - 1 - index));
        return reversed;
      },
    }),
  },
  {
    name: "reduction over the first axis only",
    layer: "kernels",
    ops: ["sum"],
    plant: ({ reduce, copy }) => ({
      reduce: (op, x, axes) => {
        if (axes.length < 2) return reduce(op, x, axes);
        const output = reduce(op, x, axes);
        const first = copy(x, x.storage.dtype);
        output.data.forEach((_, i, data) => first.size > 0 && (data[i] = first.data[i % first.size]!));
        return output;
      },
    }),
  },
  {
    name: "sums kept with 12 bits",
    layer: "kernels",
    ops: ["sum"],
    plant: ({ reduce }) => ({
      reduce: (op, x, axes) => {
        const output = reduce(op, x, axes);
        if (op === "sum") output.data.forEach((value, i, data) => (data[i] = value === 0 ? 0 : Number(value.toPrecision(4))));
        return output;
      },
    }),
  },
  {
    name: "matmul takes its right side for dense",
    layer: "layouts",
    ops: ["matmul"],
    plant: ({ matmul }) => ({ matmul: (a, b) => matmul(a, withLayout(b, { strides: dense(b.layout.shape).strides })) }),
  },
  {
    name: "where ignores the condition's broadcasting",
    layer: "kernels",
    ops: ["where"],
    plant: ({ where }) => ({
      where: (condition, a, b) =>
        where(condition.layout.strides.includes(0) ? withLayout(condition, { strides: condition.layout.strides.map(() => 0) }) : condition, a, b),
    }),
  },
  {
    name: "casts round instead of truncating",
    layer: "kernels",
    ops: ["cast"],
    plant: ({ copy }) => ({
      copy: (x, dtype) => {
        if (dtype !== "int32" || x.storage.dtype === "int32") return copy(x, dtype);
        return copy({ ...x, storage: { ...x.storage, data: x.storage.data.map(Math.round) } }, dtype);
      },
    }),
  },
  {
    name: "exp with 13 bits",
    layer: "kernels",
    ops: ["exp"],
    plant: ({ unary }) => ({
      unary: (op, x) => {
        const output = unary(op, x);
        if (op === "exp") output.data.forEach((value, i, data) => (data[i] = value * (1 + 1e-4)));
        return output;
      },
    }),
  },
  {
    name: "round takes halves up",
    layer: "kernels",
    ops: ["round"],
    plant: (backend) => ({
      unary: (op, x) => {
        if (op !== "round") return backend.unary(op, x);
        const output = backend.copy(x, x.storage.dtype);
        output.data.forEach((value, i, data) => (data[i] = Math.round(value)));
        return output;
      },
    }),
  },
  {
    name: "concat in reverse order",
    layer: "kernels",
    ops: ["cat"],
    plant: ({ concat }) => ({ concat: (parts, axis) => concat(new Set(parts.map(({ layout }) => layout.shape[axis])).size === 1 ? parts.toReversed() : parts, axis) }),
  },
  {
    name: "updateSlice starts at 0",
    layer: "kernels",
    ops: ["pad"],
    plant: ({ updateSlice }) => ({ updateSlice: (target, at, x) => updateSlice(target, { ...at, offset: 0 }, x) }),
  },
  {
    name: "transposed input of linear",
    layer: "kernels",
    ops: ["linear"],
    plant: ({ linear }) => ({
      linear: (input, weight, epilogue) => {
        const output = linear(input, weight, epilogue);
        if (output.size > 1) output.data.reverse();
        return output;
      },
    }),
  },
];
