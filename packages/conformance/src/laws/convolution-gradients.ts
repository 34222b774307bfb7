import { conv2d, convolve2d, rot180, slice, transpose, type Tensor } from "@convoke/core";
import type { Conv2dGradOptions } from "../oracle/conv2d-grad.js";
import { pairOf, sidesOf } from "../oracle/window.js";
import type { Args, Law, Operand } from "../suite/spec.js";
import { cotangent, innerProduct } from "./inner-product.js";
import { magnitudeOf } from "./magnitude-of.js";

type GradArgs = readonly [gradOutput: Operand, other: Operand, shape: readonly number[], options?: Conv2dGradOptions];

/** ⟨gradInput(g, w), x⟩ = ⟨g, conv2d(x, w)⟩, or with `of` "weight" ⟨gradWeight(g, x), w⟩ = ⟨g, conv2d(x, w)⟩. */
export function transposesConv2d(of: "input" | "weight"): Law {
  return {
    name: "transposes conv2d",
    check: async ({ args, apply, run, expectClose }) => {
      const [gradOutput, other, shape, options = {}] = args as unknown as GradArgs;
      const probe = cotangent(shape);
      const [input, weight] = of === "input" ? [probe, other] : [other, probe];
      const forward = innerProduct(gradOutput, await run(conv2d, input, weight, null, options));
      const scale = (await magnitudeOf(apply, args)) * probe.data.length;
      expectClose("⟨gradient, probe⟩ and ⟨gradOutput, conv2d(probe)⟩", innerProduct(probe, await apply(...args)), forward, scale);
    },
  };
}

/** At stride 1, without groups: gradInput(g, w) = g correlated with the turned weight, input and output channels swapped, padded by dilation·(k − 1) − padding. */
export const fullConvolutionAtStrideOne: Law = {
  name: "a full convolution at stride 1",
  check: async ({ args, apply, run, expectClose }) => {
    const [gradOutput, weight, shape, given = {}] = args as unknown as GradArgs;
    const { stride: _, groups = 1, padding = 0, dilation = 1 } = given;
    const options = { padding, dilation };
    const kernel = weight.shape.slice(2);
    const reach = kernel.map((size, i) => pairOf(dilation)[i]! * (size - 1));
    const { top, bottom, left, right } = sidesOf(padding, kernel, dilation);
    const sides = [reach[0]! - top, reach[0]! - bottom, reach[1]! - left, reach[1]! - right];
    const isWhole = gradOutput.shape.every((length, axis) => axis < 2 || length === shape[axis]! + [top + bottom, left + right][axis - 2]! - reach[axis - 2]!);
    if (groups !== 1 || Math.min(...sides) < 0 || !isWhole) return;
    const full = (g: Tensor, w: Tensor): Tensor => conv2d(g, rot180(transpose(w, 0, 1)), null, { padding: sides, dilation: pairOf(dilation) });
    expectClose("gradInput and the full convolution", await apply(gradOutput, weight, shape, options), await run(full, gradOutput, weight), await magnitudeOf(apply, [gradOutput, weight, shape, options]));
  },
};

/** Without groups: gradWeight(g, x) = x correlated with g, batch and channels swapped, stride and dilation swapped; a rest of the stride is cut off. */
export const correlationOfInputAndGradient: Law = {
  name: "a correlation of input and gradient",
  check: async ({ args, apply, run, expectClose }) => {
    const [gradOutput, input, shape, { stride = 1, dilation = 1, padding = 0, groups = 1 } = {}] = args as unknown as GradArgs;
    if (groups !== 1 || input.shape[0] === 0) return;
    const { top, bottom, left, right } = sidesOf(padding, shape.slice(2), dilation);
    const options = { stride: pairOf(dilation), dilation: pairOf(stride), padding: [top, bottom, left, right] };
    const correlate = (g: Tensor, x: Tensor): Tensor =>
      slice(transpose(conv2d(transpose(x, 0, 1), transpose(g, 0, 1), null, options), 0, 1), null, null, [0, shape[2]!], [0, shape[3]!]);
    expectClose("gradWeight and the correlation", await apply(...args), await run(correlate, gradOutput, input), await magnitudeOf(apply, args));
  },
};

/** convolve2d(x, w, b) = conv2d(x, rot180 w, b), with every option. */
export const correlatesWithTheTurned: Law = {
  name: "correlates with the turned weight",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, weight, bias = null, options = {}] = args;
    const turned = await run(rot180, weight);
    expectClose("convolve2d(x, w) and conv2d(x, rot180 w)", await apply(...args), await run(conv2d, input, turned, bias, options), await magnitudeOf(apply, args));
  },
};

const firstPlane = ({ shape, data }: Operand): Operand => ({ shape: [1, 1, ...shape.slice(-2)], data: Array.from(data).slice(0, shape.at(-1)! * shape.at(-2)!) });

/** Of two planes, padded to the full convolution: x ∗ w = w ∗ x. */
export const commutes: Law = {
  name: "commutes",
  check: async ({ args, apply, expectClose }) => {
    const [x, w] = (args.slice(0, 2) as Operand[]).map(firstPlane) as [Operand, Operand];
    if (x.data.length === 0) return;
    const full = (a: Operand, b: Operand): Args => [a, b, null, { padding: b.shape.slice(2).map((size) => size - 1) }];
    expectClose("x ∗ w and w ∗ x", await apply(...full(x, w)), await apply(...full(w, x)), await magnitudeOf(apply, full(x, w)));
  },
};

/** A kernel that is 1 in the middle and 0 around it changes nothing. */
export const unitImpulseChangesNothing: Law = {
  name: "the unit impulse changes nothing",
  check: async ({ args, run, expectClose }) => {
    const [input] = args as unknown as [Operand];
    const channels = input.shape.at(-3)!;
    const impulse = { shape: [channels, 1, 3, 3], data: Array.from({ length: channels * 9 }, (_, i) => Number(i % 9 === 4)) };
    expectClose("x ∗ δ and x", await run(convolve2d, input, impulse, null, { padding: "same", groups: channels }), { shape: input.shape, data: input.data }, 0);
  },
};
