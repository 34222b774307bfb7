import { conv2d, full, grad, maxPool2d, type Tensor } from "@convoke/core";
import type { AvgPool2dOptions } from "../oracle/avg-pool2d.js";
import type { MaxPool2dOptions } from "../oracle/max-pool2d.js";
import { pairOf, type Pair } from "../oracle/window.js";
import type { Args, Law, Operand } from "../suite/spec.js";
import { cotangent } from "./inner-product.js";
import { magnitudeOf } from "./magnitude-of.js";

type PoolArgs = readonly [input: Operand, kernelSize: Pair, options?: (AvgPool2dOptions & MaxPool2dOptions) | undefined];

/** The arguments of a pooling along one axis: the window is 1 wide along the other. */
function alongAxis(axis: 0 | 1, [input, kernelSize, options = {}]: PoolArgs): Args {
  const only = (value: Pair, rest: number): [number, number] => (axis === 0 ? [pairOf(value)[0], rest] : [rest, pairOf(value)[1]]);
  const { stride = kernelSize, padding = 0, dilation, ...others } = options;
  return [input, only(kernelSize, 1), { ...others, stride: only(stride, 1), padding: only(padding, 0), ...(dilation === undefined ? {} : { dilation: only(dilation, 1) }) }];
}

/** Down the columns, then along the rows: the same as at once. (An average divides by the product of both lengths.) */
export const separable: Law = {
  name: "separable",
  check: async ({ args, apply, expectClose }) => {
    const [input, kernelSize, options] = args as unknown as PoolArgs;
    if (options?.divisorOverride !== undefined) return;
    const columns = await apply(...alongAxis(0, [input, kernelSize, options]));
    expectClose("both axes in turn and at once", await apply(...alongAxis(1, [columns, kernelSize, options])), await apply(...args), await magnitudeOf(apply, args));
  },
};

/** The maximum of increasing functions is the function of the maximum. */
export const commutesWithIncreasing: Law = {
  name: "commutes with increasing functions",
  check: async ({ args, apply, expectClose }) => {
    const [input, ...rest] = args as readonly [Operand, ...unknown[]];
    const increase = (value: number): number => value ** 3 + value / 4;
    const output = await apply(...args);
    const expected = { ...output, data: Array.from(output.data, increase) };
    expectClose("pool(f(x)) and f(pool(x))", await apply({ ...input, data: Array.from(input.data, increase) }, ...rest), expected, 0);
  },
};

/** The indices are those of the maxima in their plane. */
export const indicesPointAtMaxima: Law = {
  name: "indices point at the maxima",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, kernelSize, options] = args as unknown as PoolArgs;
    const output = await apply(...args);
    const indices = await run((x: Tensor) => maxPool2d(x, kernelSize as number, { ...(options as object), returnIndices: true }).indices, input);
    const [cells, plane] = [output, input].map(({ shape }) => shape.at(-2)! * shape.at(-1)!) as [number, number];
    const pointedAt = Array.from(indices.data, (index, i) => input.data[Math.floor(i / cells) * plane + index]!);
    expectClose("x at the indices and the output", { shape: output.shape, data: pointedAt }, output, 0);
  },
};

/** Each cell of gradOutput goes to one cell of the input: the sums are equal. */
export const gradientGoesToOneCell: Law = {
  name: "each gradient goes to one cell",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, kernelSize, options] = args as unknown as PoolArgs;
    const g = cotangent((await apply(...args)).shape);
    const route = (x: Tensor, seed: Tensor): Tensor => {
      x.requiresGrad = true;
      return grad(maxPool2d(x, kernelSize as number, { ...(options as object), returnIndices: false }), [x], { gradOutputs: seed })[0]!.sum();
    };
    const total = Array.from(g.data).reduce((sum, value) => sum + value, 0);
    expectClose("Σ gradInput and Σ gradOutput", await run(route, input, g), { shape: [], data: [total] }, g.data.length);
  },
};

/** Without ceilMode, padding counted: a depthwise convolution with the weight 1 ÷ cells (or 1 ÷ divisorOverride). */
export const isADepthwiseConvolution: Law = {
  name: "a depthwise convolution",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, kernelSize, { stride = kernelSize, padding = 0, ceilMode, countIncludePad = true, divisorOverride } = {}] = args as unknown as PoolArgs;
    const [height, width] = pairOf(kernelSize);
    if (ceilMode || (!countIncludePad && divisorOverride === undefined)) return;
    const channels = input.shape.at(-3)!;
    const convolve = (x: Tensor): Tensor => {
      const weight = full([channels, 1, height, width], 1 / (divisorOverride ?? height * width), { dtype: x.dtype });
      return conv2d(x, weight, null, { stride: pairOf(stride), padding: pairOf(padding), groups: channels });
    };
    expectClose("avgPool2d(x) and the convolution", await apply(...args), await run(convolve, input), await magnitudeOf(apply, args));
  },
};

/** The mean of equal values is the value, unless padding counts. */
export const constantsStay: Law = {
  name: "constants stay",
  check: async ({ args, apply, expectClose }) => {
    const [input, kernelSize, options = {}] = args as unknown as PoolArgs;
    if (options.divisorOverride !== undefined) return;
    const output = await apply({ ...input, data: Array.from(input.data, () => 2.5) }, kernelSize, { ...options, countIncludePad: false });
    expectClose("the mean of 2.5 and 2.5", output, { ...output, data: Array.from(output.data, () => 2.5) }, 0);
  },
};
