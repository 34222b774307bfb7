import { tensor, type NestedArray, type Tensor, type TensorOptions } from "@convoke/core";
import fc from "fast-check";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { oracleReshape } from "../oracle/reshape.js";
import { sizeOf, type Dense } from "../oracle/dense.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";

const arrays = { Float32Array, Float64Array, Int32Array, Uint8Array, Uint16Array, BigInt64Array };
type ArrayName = keyof typeof arrays;
type Options = Omit<TensorOptions, "backend">;

/** A spec holds plain data: a typed array is a list of numbers and its class; null means nested arrays. */
function make(name: ArrayName | null, values: NestedArray, options?: Options): Tensor {
  return tensor(name === null ? values : (new arrays[name](values as never[]) as Float32Array), options);
}

function definition(_: ArrayName | null, values: NestedArray, { shape, dtype }: Options = {}): Dense {
  const sizes: number[] = [];
  for (let level = values; Array.isArray(level); level = level[0]!) sizes.push(level.length);
  const data = flatten(values).map((value) => (dtype === "bool" ? Number(value !== 0) : value));
  return shape ? oracleReshape({ shape: [data.length], data }, shape) : { shape: sizes, data };
}

function flatten(values: NestedArray): number[] {
  return Array.isArray(values) ? values.flatMap(flatten) : [Number(values)];
}

const dtypes: readonly (readonly [ArrayName | null, NestedArray, Options, string])[] = [
  [null, [1, 2], {}, "float32"], [null, [true, false], {}, "bool"], [null, 1, {}, "float32"], [null, [1], { dtype: "int32" }, "int32"],
  ["Float32Array", [1], {}, "float32"], ["Int32Array", [1], {}, "int32"], ["Uint8Array", [1], {}, "uint8"], ["Uint8Array", [1], { dtype: "float32" }, "float32"],
];

const natural: Law = {
  name: "takes the dtype of the data, or the one that is asked for",
  check: async ({ run }) => {
    for (const [name, values, options, wanted] of dtypes) {
      await run(() => {
        const output = make(name, values, options);
        if (output.dtype !== wanted) throw new ConformanceFailure(`${name ?? JSON.stringify(values)} gave ${output.dtype}, expected ${wanted}`);
        return output;
      });
    }
  },
};

const copies: Law = {
  name: "copies the data",
  check: async ({ run }) => {
    const source = Float32Array.of(1, 2, 3);
    const { data } = await run(() => {
      const output = tensor(source);
      source.fill(9);
      return output;
    });
    if (String(Array.from(data)) !== "1,2,3") throw new ConformanceFailure(`[1, 2, 3], changed afterwards, reads ${Array.from(data).join(", ")}`);
  },
};

const nested: fc.Arbitrary<Args> = arbitraryShape({ empty: false })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.array(arbitraryModerate(), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })))
  .map(([shape, data]) => [null, nest(shape, data)]);
const flat: fc.Arbitrary<Args> = arbitraryShape()
  .chain((shape) => fc.tuple(fc.constant(shape), fc.constantFrom(null, "Float32Array", "Int32Array"), fc.array(fc.integer({ min: -99, max: 99 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })))
  .map(([shape, name, data]) => [name, data, { shape }]);

function nest(shape: readonly number[], data: readonly number[]): NestedArray {
  if (shape.length === 0) return data[0]!;
  const length = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, i) => nest(shape.slice(1), data.slice(i * length, (i + 1) * length)));
}

export const tensorSpec = defineOpSpec({
  name: "tensor",
  op: make,
  inputs: [],
  samples: {
    "a number": [null, 2.5],
    "nested": [null, [[1, 2, 3], [4, 5, 6]]],
    "rank 5": [null, [[[[[1]], [[2]]]], [[[[3]], [[4]]]]]],
    "booleans": [null, [[true], [false]]],
    "numbers and booleans": [null, [2, true, false]],
    "nothing": [null, []],
    "rows of nothing": [null, [[], []]],
    "with a shape": [null, [1, 2, 3, 4, 5, 6], { shape: [2, 3] }],
    "to int32": [null, [1, -2, 2 ** 31 - 1, -(2 ** 31)], { dtype: "int32" }],
    "to uint8": [null, [0, 255], { dtype: "uint8" }],
    "to bool": [null, [0, 2, -0.5], { dtype: "bool" }],
    "Float32Array": ["Float32Array", [0.5, -1], { shape: [2, 1] }],
    "Int32Array": ["Int32Array", [7, -8]],
    "Uint8Array": ["Uint8Array", [7, 255]],
    "Uint8Array to float32": ["Uint8Array", [7, 255], { dtype: "float32" }],
    "Float64Array to float32": ["Float64Array", [0.1, 1e-300], { dtype: "float32" }],
    "non-finite": [null, [NaN, Infinity, -Infinity, -0]],
  },
  arbitrary: fc.oneof(nested, flat),
  oracle: definition,
  bound: exactly,
  gradients: { none: "a constant" },
  laws: [natural, copies],
  errors: [
    { args: [null, [[1, 2], [3]]], error: "ShapeError", message: "tensor: nested arrays are ragged, an array of axis 1 has 1 elements, expected 2" },
    { args: [null, [1, [2]]], error: "ShapeError", message: "tensor: nested arrays are ragged, an array of axis 1 has 1 elements, expected a number" },
    { args: [null, [[1], 2]], error: "ShapeError", message: "tensor: nested arrays are ragged, a number stands at axis 1, expected 2 axes" },
    { args: [null, [1, 2, 3], { shape: [2, 2] }], error: "ShapeError", message: "tensor: 3 values do not fill the shape [2, 2]" },
    { args: ["Float32Array", [1, 2, 3], { shape: [2] }], error: "ShapeError", message: "tensor: 3 values do not fill the shape [2]" },
    { args: [null, [1], { shape: [-1] }], error: "ArgumentError", message: "tensor: a size is -1, expected an integer of at least 0" },
    { args: [null, [1], { shape: 1 }], error: "ArgumentError", message: "tensor: shape is 1, expected an array of sizes" },
    { args: [null, [0, 256], { dtype: "uint8" }], error: "DTypeError", message: "tensor: value 256 at 1 does not fit uint8" },
    { args: [null, [0.5], { dtype: "int32" }], error: "DTypeError", message: "tensor: value 0.5 at 0 does not fit int32" },
    { args: [null, [NaN], { dtype: "int32" }], error: "DTypeError", message: "tensor: value NaN at 0 does not fit int32" },
    { args: ["Int32Array", [-1], { dtype: "uint8" }], error: "DTypeError", message: "tensor: value -1 at 0 does not fit uint8" },
    { args: [null, ["1"]], error: "ArgumentError", message: "tensor: 1 is neither a number nor a boolean" },
    { args: [null, null], error: "ArgumentError", message: "tensor: null is neither a number nor a boolean" },
    { args: [null, [1], { dtype: "float16" }], error: "ArgumentError", message: 'tensor: dtype is "float16", expected one of "float32", "float64", "int32", "uint8", "bool"' },
    { args: [null, [1], { device: "gpu" }], error: "ArgumentError", message: 'tensor: unknown option "device", expected one of dtype, backend, requiresGrad, shape' },
    { args: [null, [1], { dtype: "int32", requiresGrad: true }], error: "DTypeError", message: "requiresGrad: only float tensors have gradients, got int32" },
    { args: ["Uint16Array", [1]], error: "DTypeError", message: "tensor: Uint16Array has no dtype, expected one of float32, float64, int32, uint8, bool" },
  ],
});
