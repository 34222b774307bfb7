import { bceWithLogits, grad, sigmoid, type Tensor } from "@convoke/core";
import type { Law } from "../suite/spec.js";
import { lossArgs, map, scalar, sizeOfLosses } from "./loss.js";

/** f(x, t) = f(t, x) */
export const symmetric: Law = {
  name: "symmetric",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, options] = lossArgs(args);
    expectClose("f(x, t) and f(t, x)", await apply(target, input, options), await apply(input, target, options), 0);
  },
};

/** f(2x, 2t) = 4 f(x, t) */
export const quadratic: Law = {
  name: "quadratic",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, options] = lossArgs(args);
    const doubled = await apply(map(input, (value) => 2 * value), map(target, (value) => 2 * value), options);
    expectClose("f(2x, 2t) and 4 f(x, t)", doubled, map(await apply(input, target, options), (value) => 4 * value), 0);
  },
};

/** f(x, x) = 0 */
export const nothingBetweenEqual: Law = {
  name: "nothing between equals",
  check: async ({ args, apply, expectClose }) => {
    const [input, , options] = lossArgs(args);
    const loss = await apply(input, input, options);
    expectClose("f(x, x) and 0", loss, map(loss, () => 0), 0);
  },
};

/** σ(−x) = 1 − σ(x): turning logits and targets changes nothing, as long as both classes count alike. */
export const classesSwap: Law = {
  name: "the classes swap",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, { posWeight: _, ...options } = {}] = lossArgs(args);
    const swapped = await apply(map(input, (value) => -value), map(target, (value) => 1 - value), options);
    expectClose("f(−x, 1 − t) and f(x, t)", swapped, await apply(input, target, options), await sizeOfLosses(apply, [input, target, options]));
  },
};

/** A posWeight of 1 is none. */
export const posWeightOfOneIsNone: Law = {
  name: "a posWeight of 1 is none",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, { posWeight: _, ...options } = {}] = lossArgs(args);
    const ones = await apply(input, target, { ...options, posWeight: scalar(1) });
    expectClose("posWeight 1 and none", ones, await apply(input, target, options), await sizeOfLosses(apply, [input, target, options]));
  },
};

/** The gradient of the sum, without weights, is σ(x) − target. */
export const gradientIsSigmoidMinusTarget: Law = {
  name: "the gradient is σ(x) − target",
  check: async ({ args, run, expectClose }) => {
    const [input, target] = lossArgs(args);
    const gradient = (x: Tensor, t: Tensor): Tensor => {
      x.requiresGrad = true;
      return grad(bceWithLogits(x, t, { reduction: "sum" }), [x])[0]!;
    };
    const expected = await run((x: Tensor, t: Tensor) => sigmoid(x).sub(t), input, target);
    expectClose("gradient and σ(x) − target", await run(gradient, input, target), expected);
  },
};
