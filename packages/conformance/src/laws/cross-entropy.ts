import { crossEntropy, logSoftmax, nllLoss } from "@convoke/core";
import { sizeOf, type Dense } from "../oracle/dense.js";
import type { Law, Operand } from "../suite/spec.js";
import { lossArgs, map, sizeOfLosses, type LossOptions } from "./loss.js";

const isIndices = (target: Operand): boolean => target.dtype === "int32";
const classAxis = ({ shape }: Dense): number => (shape.length === 1 ? 0 : 1);

/** Which class of which place element i of an input [N, C, d1, …] belongs to. */
function positionOf({ shape }: Dense, i: number): { readonly place: number; readonly label: number } {
  const axis = classAxis({ shape, data: [] });
  const inner = sizeOf(shape.slice(axis + 1));
  return { place: Math.floor(i / inner / shape[axis]!) * inner + (i % inner), label: Math.floor(i / inner) % shape[axis]! };
}

/** What the mean divides by: the weights of the targets that count, or the number of places where targets are probabilities. */
export function countedWeight(_input: Operand, target: Operand, { weight, ignoreIndex = -100 }: LossOptions = {}): number {
  if (!isIndices(target)) return sizeOf(target.shape.toSpliced(classAxis(target), 1));
  return Array.from(target.data).reduce((sum, label) => sum + (label === ignoreIndex ? 0 : (weight?.data[label] ?? 1)), 0);
}

/** crossEntropy = nllLoss ∘ logSoftmax, for class indices without smoothing. */
export const isNllOfLogSoftmax: Law = {
  name: "nllLoss of logSoftmax",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, target, { labelSmoothing: _, ...options } = {}] = lossArgs(args);
    if (!isIndices(target)) return;
    const logProbabilities = await run(logSoftmax, input, classAxis(input));
    expectClose("crossEntropy and nllLoss", await apply(input, target, options), await run(nllLoss, logProbabilities, target, options), await sizeOfLosses(apply, lossArgs(args)));
  },
};

/** Logits count by their differences alone: a constant for every place cancels. */
export const shiftsOfLogitsCancel: Law = {
  name: "shifts of the logits cancel",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, options = {}] = lossArgs(args);
    const shifted = map(input, (value, i) => value + ((positionOf(input, i).place % 5) - 2) * 4);
    expectClose("f(x + c) and f(x)", await apply(shifted, target, options), await apply(...args), 2 * (await sizeOfLosses(apply, lossArgs(args))));
  },
};

/** Label smoothing s mixes: (1 − s) · loss without + s · loss with all of it. */
export const smoothingInterpolates: Law = {
  name: "smoothing interpolates",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, options = {}] = lossArgs(args);
    const smoothed = (labelSmoothing: number): Promise<Dense> => apply(input, target, { ...options, labelSmoothing });
    const [none, all] = [await smoothed(0), await smoothed(1)];
    expectClose("smoothing ¼ and the mixture", await smoothed(0.25), map(none, (value, i) => 0.75 * value + 0.25 * all.data[i]!), await sizeOfLosses(apply, lossArgs(args)));
  },
};

/** Class indices are probabilities of 1; an ignored place has none. */
export const oneHotIsAnIndex: Law = {
  name: "a one-hot target is an index",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, target, { labelSmoothing: _, ignoreIndex = -100, ...options } = {}] = lossArgs(args);
    if (!isIndices(target)) return;
    const hot = map(input, (_, i) => {
      const { place, label } = positionOf(input, i);
      return Number(target.data[place] !== ignoreIndex && target.data[place] === label);
    });
    const summed = { ...options, reduction: "sum" as const };
    const expected = await apply(input, target, { ...summed, ignoreIndex });
    expectClose("one-hot target and indices", await run(crossEntropy, input, hot, summed), expected, await sizeOfLosses(apply, lossArgs(args)));
  },
};

/** Equal logits say nothing: the loss of every place that counts is ln C. */
export const equalLogitsGiveLogC: Law = {
  name: "equal logits give ln C",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, { ignoreIndex = -100, labelSmoothing = 0 } = {}] = lossArgs(args);
    if (!isIndices(target)) return;
    const classes = input.shape[classAxis(input)]!;
    const losses = await apply(map(input, () => 3), target, { ignoreIndex, labelSmoothing, reduction: "none" });
    const expected = { shape: target.shape, data: Array.from(target.data, (label) => (label === ignoreIndex ? 0 : Math.log(classes))) };
    expectClose("loss and ln C", losses, expected, 1 + classes);
  },
};

/** Twice the weights: the sum doubles, the mean over class indices stays. */
export const meanIgnoresTheScaleOfWeights: Law = {
  name: "the mean ignores the scale of the weights",
  check: async ({ args, apply, expectClose }) => {
    const [input, target, { weight, ...options } = {}] = lossArgs(args);
    if (!weight || !isIndices(target)) return;
    const twice = map(weight, (value) => 2 * value);
    const reduced = (by: Dense, reduction: "mean" | "sum"): Promise<Dense> => apply(input, target, { ...options, weight: by, reduction });
    expectClose("mean with 2w and w", await reduced(twice, "mean"), await reduced(weight, "mean"), 0);
    expectClose("sum with 2w and twice the sum", await reduced(twice, "sum"), map(await reduced(weight, "sum"), (value) => 2 * value), 0);
  },
};
