import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice, checkFloat, checkSameDType } from "../checks.js";
import { add, div, mul } from "../elementwise/arithmetic.js";
import { cast } from "../elementwise/cast.js";
import { logicalAnd, ne } from "../elementwise/compare.js";
import { where } from "../elementwise/where.js";
import { mean, sum } from "../reduce/reduce.js";
import { reshape, unsqueeze } from "../shape/reshape.js";
import { classIndices, classMask } from "./class-target.js";
import { logSoftmax } from "./softmax.js";

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

export interface CrossEntropyOptions extends NllLossOptions {
  /** The share of every target that is spread evenly over all classes, 0 … 1; default 0. */
  readonly labelSmoothing?: number;
}

export const reductions = ["mean", "sum", "none"] as const;

export function reduceLoss(losses: Tensor, reduction: Reduction): Tensor {
  return reduction === "mean" ? mean(losses) : reduction === "sum" ? sum(losses) : losses;
}

/**
 * −weight[target] · logProbabilities[target], averaged. PyTorch: `nll_loss`.
 *
 * **Shapes**: logProbabilities [N, C], [C] or [N, C, d1, …]; target (int32 or uint8) [N], [] or [N, d1, …] → scalar, or the target's shape with reduction "none".
 *
 * @throws {ArgumentError} `nllLoss: target 10 at 3 is not a class, expected 0 … 9 or ignoreIndex -100`
 */
export function nllLoss(logProbabilities: Tensor, target: Tensor, options: NllLossOptions = {}): Tensor {
  checkOptions("nllLoss", options, ["weight", "ignoreIndex", "reduction"]);
  return classLoss("nllLoss", logProbabilities, target, options);
}

/**
 * −Σ target · ln softmax(input) over the classes, averaged. PyTorch: `cross_entropy`, with all of its arguments.
 *
 * **Shapes**: input [N, C], [C] or [N, C, d1, …]; target class indices (int32 or uint8) [N], [] or [N, d1, …], or probabilities (float) of the input's shape
 * → scalar, or one loss per sample with reduction "none".
 *
 * @throws {ShapeError} `crossEntropy: target has shape [3], expected [4] for input [4, 10]`
 * @throws {ArgumentError} `crossEntropy: target 10 at 3 is not a class, expected 0 … 9 or ignoreIndex -100`
 * @example
 * crossEntropy(model.forward(images), tensor([5, 0, 4], { dtype: "int32" })).backward();
 */
export function crossEntropy(input: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkOptions("crossEntropy", options, ["weight", "ignoreIndex", "reduction", "labelSmoothing"]);
  const { labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) throw new ArgumentError(`crossEntropy: labelSmoothing is ${labelSmoothing}, expected 0 … 1`);
  checkFloat("crossEntropy", input);
  const logProbabilities = logSoftmax(input, classAxis("crossEntropy", input));
  return classLoss("crossEntropy", logProbabilities, target, options);
}

function classAxis(name: string, input: Tensor): number {
  if (input.rank === 0) throw new ShapeError(`${name}: input is a scalar, expected [batch, classes], [classes] or [batch, classes, …]`);
  return input.rank === 1 ? 0 : 1;
}

function classLoss(name: string, logProbabilities: Tensor, target: Tensor, options: CrossEntropyOptions): Tensor {
  const { weight = null, ignoreIndex = -100, labelSmoothing: smoothing = 0 } = options;
  const reduction = checkChoice(name, "reduction", options.reduction ?? "mean", reductions);
  checkFloat(name, logProbabilities);
  checkSameDType(name, { input: logProbabilities, weight });
  const axis = classAxis(name, logProbabilities);
  const classes = logProbabilities.shape[axis]!;
  if (weight && String(weight.shape) !== String(classes)) throw new ShapeError(`${name}: weight has shape ${formatShape(weight.shape)}, expected [${classes}]`);
  const perClass = weight && reshape(weight, [classes, ...Array<number>(logProbabilities.rank - axis - 1).fill(1)]);
  const weighted = perClass ? mul(logProbabilities, perClass) : logProbabilities;
  if (!Number.isInteger(ignoreIndex)) throw new ArgumentError(`${name}: ignoreIndex is ${ignoreIndex}, expected an integer`);
  const isProbability = name === "crossEntropy" && target.dtype === logProbabilities.dtype;
  const expected = isProbability ? logProbabilities.shape : logProbabilities.shape.toSpliced(axis, 1);
  if (String(target.shape) !== String(expected)) {
    throw new ShapeError(`${name}: target has shape ${formatShape(target.shape)}, expected ${formatShape(expected)} for input ${formatShape(logProbabilities.shape)}`);
  }
  if (isProbability) {
    const smoothed = smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / classes);
    const losses = mul(sum(mul(weighted, smoothed), axis), -1);
    return reduction === "mean" ? div(sum(losses), losses.size) : reduceLoss(losses, reduction);
  }
  const indices = classIndices(name, target);
  const counts = ne(indices, ignoreIndex);
  const mask = logicalAnd(classMask(name, indices, classes, axis, ignoreIndex), unsqueeze(counts, axis));
  // where, not a product: 0 · −∞ of a class that is not the target would be NaN.
  const hit = mul(sum(where(mask, weighted, 0), axis), -1);
  const spread = smoothing === 0 ? null : where(counts, mul(sum(weighted, axis), -1), 0);
  const losses = spread ? add(mul(hit, 1 - smoothing), mul(spread, smoothing / classes)) : hit;
  if (reduction !== "mean") return reduceLoss(losses, reduction);
  const share = perClass ? sum(where(mask, perClass, 0), axis) : cast(counts, losses.dtype);
  return div(sum(losses), sum(share));
}
