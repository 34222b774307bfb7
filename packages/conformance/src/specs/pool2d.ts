import { avgPool2d, maxPool2d } from "@convoke/core";
import fc from "fast-check";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryAvgPool2d, arbitraryMaxPool2d, type Pool2dCase } from "../arbitrary/pool2d.js";
import { adjointIn } from "../laws/adjoint.js";
import { linearIn } from "../laws/linearity.js";
import { commutesWithIncreasing, constantsStay, gradientGoesToOneCell, indicesPointAtMaxima, isADepthwiseConvolution, separable } from "../laws/pooling.js";
import { oracleAvgPool2d, type AvgPool2dOptions } from "../oracle/avg-pool2d.js";
import { sizeOf, type Dense } from "../oracle/dense.js";
import { oracleMaxPool2d, type MaxPool2dOptions } from "../oracle/max-pool2d.js";
import { pairOf, type Pair } from "../oracle/window.js";
import { defineOpSpec, type Args, type ErrorCase, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly, productSum } from "../suite/tolerance.js";
import { labels, ramp } from "./ramp.js";

const poolArgs = ({ inputs, kernelSize, attributes }: Pool2dCase<object>): Args => [inputs.input, kernelSize, attributes];
const all = (shape: number[], value: number): Operand => ({ shape, data: Array<number>(sizeOf(shape)).fill(value) });

/** The drawn values in their order, ties broken, none nearer to another than 1/100: no nudge changes a winner. */
function spreadOut(input: Dense): Dense {
  const order = [...input.data.keys()].sort((i, j) => input.data[i]! - input.data[j]! || i - j);
  const data = Array<number>(input.data.length);
  order.forEach((place, rank) => (data[place] = rank / 64 - order.length / 128));
  return { shape: input.shape, data };
}

/** Both outputs as a list, where indices are asked for. */
function oracleMaxima(input: Dense, kernelSize: Pair, options: MaxPool2dOptions = {}): readonly Dense[] {
  if (options.returnIndices !== true) return [oracleMaxPool2d(input, kernelSize, { ...options, returnIndices: false })];
  const { output, indices } = oracleMaxPool2d(input, kernelSize, { ...options, returnIndices: true });
  return [output, indices];
}

/** The geometry of every sample stands once; both poolings have them all. */
const geometries: Readonly<Record<string, readonly [shape: number[], kernelSize: Pair, options?: Omit<AvgPool2dOptions, "countIncludePad" | "divisorOverride">]>> = {
  "2x2": [[2, 3, 6, 8], 2],
  "1x1": [[1, 2, 3, 3], 1],
  "overlapping windows": [[1, 2, 7, 6], 3, { stride: 2 }],
  "gaps between windows": [[1, 2, 9, 8], 2, { stride: 3 }],
  "a rest that is left out": [[1, 1, 7, 5], 2],
  "a rest that is taken in": [[1, 2, 7, 5], 2, { ceilMode: true }],
  "ceilMode drops a window that starts in the padding": [[1, 1, 5, 5], 2, { stride: 2, padding: 1, ceilMode: true }],
  "ceilMode reaches beyond the padding": [[1, 1, 6, 7], 3, { stride: 3, padding: 1, ceilMode: true }],
  "padding": [[2, 2, 5, 6], 3, { stride: 1, padding: 1 }],
  "rectangular": [[1, 2, 6, 9], [2, 3], { stride: [1, 2], padding: [1, 0] }],
  "the whole plane": [[2, 5, 4, 3], [4, 3]],
  "one row": [[1, 3, 1, 9], [1, 4], { stride: [1, 2] }],
  "unbatched": [[3, 6, 6], 2],
  "no images": [[0, 3, 4, 4], 2],
};

const samplesOf = (more: Record<string, Args>): Record<string, Args> => ({
  ...Object.fromEntries(Object.entries(geometries).map(([name, [shape, ...rest]]): [string, Args] => [name, [ramp(shape), ...rest]])),
  ...more,
});

function sharedErrors(name: string): ErrorCase[] {
  return [
    { args: [ramp([4, 4]), 2], error: "ShapeError", message: `${name}: input has shape [4, 4], expected [batch, channels, height, width] or [channels, height, width]` },
    { args: [ramp([1, 1, 3, 3]), 4], error: "ShapeError", message: `${name}: kernel [4, 4] does not fit into the input [1, 1, 3, 3]` },
    { args: [ramp([1, 1, 4, 4]), 2, { padding: 2 }], error: "ArgumentError", message: `${name}: padding [2, 2] is more than half of the kernel [2, 2]` },
    { args: [ramp([1, 1, 4, 4]), 0], error: "ArgumentError", message: `${name}: kernelSize is 0, expected an integer of at least 1` },
    { args: [ramp([1, 1, 4, 4]), [2, 2, 2]], error: "ArgumentError", message: `${name}: kernelSize is [2,2,2], expected a number or [height, width]` },
    { args: [ramp([1, 1, 4, 4]), 2, { stride: 0.5 }], error: "ArgumentError", message: `${name}: stride is 0.5, expected an integer of at least 1` },
    { args: [ramp([1, 1, 4, 4]), 2, { padding: -1 }], error: "ArgumentError", message: `${name}: padding is -1, expected an integer of at least 0` },
    { args: [labels([1, 1, 4, 4], 9), 2], error: "DTypeError", message: `${name}: input is int32, expected float32 or float64` },
  ];
}

/** The values of a window and the division. */
const terms = (_input: Dense, kernelSize: Pair): number => sizeOf(pairOf(kernelSize)) + 1;

export const pool2dSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "maxPool2d",
    op: maxPool2d,
    inputs: ["input"],
    samples: samplesOf({
      "indices": [ramp([2, 3, 6, 8]), 2, { returnIndices: true }],
      "indices of overlapping windows, padding": [ramp([2, 2, 5, 6]), 3, { stride: 2, padding: 1, returnIndices: true }],
      "indices, ceilMode, dilation": [ramp([1, 2, 8, 7]), [2, 3], { stride: 2, padding: 1, dilation: [3, 1], ceilMode: true, returnIndices: true }],
      "unbatched indices": [ramp([3, 6, 6]), 2, { returnIndices: true }],
      "the first of equal maxima": [all([1, 2, 5, 5], 1.5), 3, { stride: 1, returnIndices: true }],
      "the first of equal maxima, padding": [all([1, 1, 4, 4], 0), 3, { stride: 1, padding: 1, returnIndices: true }],
      "padding never wins": [all([1, 1, 4, 4], -7), 2, { padding: 1 }],
      "dilation": [ramp([1, 2, 9, 8]), 3, { stride: 1, dilation: [2, 3] }],
      "dilation and padding": [ramp([1, 1, 6, 6]), 3, { padding: 1, dilation: 2 }],
      "non-finite: NaN wins": [{ shape: [1, 1, 2, 6], data: [1, NaN, 3, 4, Infinity, NaN, 7, 8, NaN, NaN, 2, -Infinity] }, 2, { returnIndices: true }],
      "non-finite: nothing but −∞": [all([1, 1, 4, 4], -Infinity), 3, { stride: 1, padding: 1, returnIndices: true }],
    }),
    arbitrary: fc.tuple(arbitraryMaxPool2d(), fc.boolean()).map(([drawn, returnIndices]) => [drawn.inputs.input, drawn.kernelSize, { ...drawn.attributes, returnIndices }]),
    smooth: arbitraryMaxPool2d().map(({ inputs, kernelSize, attributes }) => [spreadOut(inputs.input), kernelSize, attributes]),
    oracle: oracleMaxima,
    bound: exactly,
    gradients: ["input"],
    laws: [separable, commutesWithIncreasing, indicesPointAtMaxima, gradientGoesToOneCell],
    errors: [
      ...sharedErrors("maxPool2d"),
      { args: [ramp([1, 1, 4, 4]), 2, { dilation: 0 }], error: "ArgumentError", message: "maxPool2d: dilation is 0, expected an integer of at least 1" },
      { args: [ramp([1, 1, 4, 4]), 3, { dilation: 2 }], error: "ShapeError", message: "maxPool2d: kernel [3, 3] does not fit into the input [1, 1, 4, 4]" },
      { args: [ramp([1, 1, 4, 4]), 2, { ceil: true }], error: "ArgumentError", message: 'maxPool2d: unknown option "ceil", expected one of stride, padding, dilation, ceilMode, returnIndices' },
    ],
  }),
  defineOpSpec({
    name: "avgPool2d",
    op: avgPool2d,
    inputs: ["input"],
    samples: samplesOf({
      "padding does not count": [ramp([2, 2, 5, 6]), 3, { stride: 1, padding: 1, countIncludePad: false }],
      "padding does not count, ceilMode": [ramp([1, 1, 6, 7]), 3, { stride: 3, padding: 1, ceilMode: true, countIncludePad: false }],
      "a divisor": [ramp([1, 2, 4, 4]), 2, { divisorOverride: 3 }],
      "a divisor, padding, ceilMode": [ramp([1, 2, 5, 5]), 3, { stride: 2, padding: 1, ceilMode: true, divisorOverride: 1 }],
      "non-finite": [{ shape: [1, 1, 2, 6], data: [1, NaN, 3, 4, Infinity, 5, 7, 8, Infinity, -Infinity, 2, 1] }, 2],
    }),
    arbitrary: arbitraryAvgPool2d().map(poolArgs),
    smooth: arbitraryAvgPool2d(arbitraryModerate()).map(poolArgs),
    oracle: oracleAvgPool2d,
    bound: productSum(oracleAvgPool2d, terms),
    gradients: ["input"],
    laws: [linearIn("input", 0), adjointIn("input", 0, avgPool2d), separable, isADepthwiseConvolution, constantsStay],
    errors: [
      ...sharedErrors("avgPool2d"),
      { args: [ramp([1, 1, 4, 4]), 2, { divisorOverride: 0 }], error: "ArgumentError", message: "avgPool2d: divisorOverride is 0, expected an integer of at least 1" },
      { args: [ramp([1, 1, 4, 4]), 2, { dilation: 2 }], error: "ArgumentError", message: 'avgPool2d: unknown option "dilation", expected one of stride, padding, ceilMode, countIncludePad, divisorOverride' },
    ],
  }),
];
