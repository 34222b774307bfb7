import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { formatShape } from "../../tensor/format.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice, checkFloat, checkNumber, checkSameDType } from "../checks.js";
import { add, div, mul } from "../elementwise/arithmetic.js";
import { cast } from "../elementwise/cast.js";
import { logicalAnd, ne } from "../elementwise/compare.js";
import { where } from "../elementwise/where.js";
import { mean, sum } from "../reduce/reduce.js";
import { reshape, unsqueeze } from "../shape/reshape.js";
import { classIndices, classMask, mayIgnore } from "./class-target.js";

/** "mean" averages, "sum" adds up, "none" keeps one loss per sample. */
export type Reduction = "mean" | "sum" | "none";

export interface NllLossOptions {
  /** [C]: how much each class counts; mean divides by the sum of the weights. */
  readonly weight?: Tensor | null;
  /** Samples with this target count nothing; default −100. */
  readonly ignoreIndex?: number;
  /** Default "mean". */
  readonly reduction?: Reduction;
}

export const reductions = ["mean", "sum", "none"] as const;

export function reduceLoss(losses: Tensor, reduction: Reduction): Tensor {
  return reduction === "mean" ? mean(losses) : reduction === "sum" ? sum(losses) : losses;
}

/** The options of a loss over classes with their defaults, and where the classes are. */
export interface ClassLoss {
  readonly name: string;
  readonly axis: number;
  readonly classes: number;
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly reduction: Reduction;
}

export function classAxis(name: string, input: Tensor): number {
  if (input.rank === 0) throw new ShapeError(`${name}: input is a scalar, expected [batch, classes], [classes] or [batch, classes, …]`);
  return input.rank === 1 ? 0 : 1;
}

/** Checks input, options and the target's shape, which is the input's where targets are probabilities. */
export function checkClassLoss(name: string, input: Tensor, target: Tensor, options: NllLossOptions, mayBeProbability: boolean): ClassLoss {
  const { weight = null, ignoreIndex = -100 } = options;
  const reduction = checkChoice(name, "reduction", options.reduction ?? "mean", reductions);
  checkFloat(name, input);
  checkSameDType(name, { input, weight });
  const axis = classAxis(name, input);
  const classes = input.shape[axis]!;
  if (weight && String(weight.shape) !== String(classes)) throw new ShapeError(`${name}: weight has shape ${formatShape(weight.shape)}, expected [${classes}]`);
  if (!Number.isInteger(ignoreIndex)) throw new ArgumentError(`${name}: ignoreIndex is ${ignoreIndex}, expected an integer`);
  checkNumber(name, ignoreIndex, "int32");
  const expected = mayBeProbability && target.dtype === input.dtype ? input.shape : input.shape.toSpliced(axis, 1);
  if (String(target.shape) !== String(expected)) {
    throw new ShapeError(`${name}: target has shape ${formatShape(target.shape)}, expected ${formatShape(expected)} for input ${formatShape(input.shape)}`);
  }
  return { name, axis, classes, weight, ignoreIndex, reduction };
}

/** weight [C] so that it broadcasts against an input of this rank. */
export function perClass(weight: Tensor, axis: number, rank: number): Tensor {
  return reshape(weight, [weight.size, ...Array<number>(rank - axis - 1).fill(1)]);
}

/** −Σ weight · logProbabilities · (1 − smoothing at the target, smoothing / C everywhere), with ops that any tensor may be differentiated through. */
export function lossesOfIndices(logProbabilities: Tensor, target: Tensor, { name, axis, classes, weight, ignoreIndex }: ClassLoss, smoothing: number): Tensor {
  const weighted = weight ? mul(logProbabilities, perClass(weight, axis, logProbabilities.rank)) : logProbabilities;
  const indices = classIndices(name, target, classes, ignoreIndex);
  const counts = ne(indices, ignoreIndex);
  const mask = logicalAnd(classMask(name, indices, classes, axis), unsqueeze(counts, axis));
  // where, not a product: 0 · −∞ of a class that is not the target would be NaN.
  const hit = mul(sum(where(mask, weighted, 0), axis), -1);
  const spread = smoothing === 0 ? null : where(counts, mul(sum(weighted, axis), -1), 0);
  return spread ? add(mul(hit, 1 - smoothing), mul(spread, smoothing / classes)) : hit;
}

/** Reduces the losses of class indices: mean divides by the weights of the targets that count. */
export function reduceClassLoss(losses: Tensor, target: Tensor, { name, axis, classes, weight, ignoreIndex, reduction }: ClassLoss): Tensor {
  if (reduction !== "mean" || (!weight && !mayIgnore(target, ignoreIndex))) return reduceLoss(losses, reduction);
  const indices = cast(target, "int32");
  const counts = ne(indices, ignoreIndex);
  if (!weight) return div(sum(losses), sum(cast(counts, losses.dtype)));
  const mask = logicalAnd(classMask(name, indices, classes, axis), unsqueeze(counts, axis));
  return div(sum(losses), sum(where(mask, perClass(weight, axis, losses.rank + 1), 0)));
}
