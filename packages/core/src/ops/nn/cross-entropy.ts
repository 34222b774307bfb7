import type { CrossEntropyGeometry } from "../../backend/geometry.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { isGradEnabled } from "../../autograd/grad-mode.js";
import { filled } from "../../tensor/make.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat } from "../checks.js";
import { add, div, mul, sub } from "../elementwise/arithmetic.js";
import { eq } from "../elementwise/compare.js";
import { where } from "../elementwise/where.js";
import { sum } from "../reduce/reduce.js";
import { unsqueeze } from "../shape/reshape.js";
import { checkClassLoss, classAxis, lossesOfIndices, perClass, reduceClassLoss, reduceLoss, type ClassLoss, type NllLossOptions } from "./class-loss.js";
import { classIndices, classMask } from "./class-target.js";
import { classGeometry, logSoftmax, softmax } from "./softmax.js";

export interface CrossEntropyOptions extends NllLossOptions {
  /** The share of every target that is spread evenly over all classes, 0 … 1; default 0. */
  readonly labelSmoothing?: number;
}

interface CrossEntropyInputs {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly [name: string]: Tensor | null;
}

const op = defineOp<CrossEntropyInputs, CrossEntropyGeometry>({
  name: "crossEntropy",
  infer: ({ input, target }) => ({ shape: target.shape, dtype: input.dtype }),
  saves: ["input", "target", "weight"],
  forwardDense: (backend, { input, target, weight }, g) => backend.crossEntropy(input, target, weight, g),
  backward: (gradOutput, { input, target, weight = null }, g) => ({
    input: () => (isGradEnabled() ? differentiableGradient(gradOutput, input, target, weight, g) : gradOp({ gradOutput, input, target, weight }, g)),
  }),
});

const gradOp = defineOp<CrossEntropyInputs & { readonly gradOutput: Tensor }, CrossEntropyGeometry>({
  name: "crossEntropyGrad",
  infer: ({ input }) => ({ shape: input.shape, dtype: input.dtype }),
  forwardDense: (backend, { gradOutput, input, target, weight }, g) => backend.crossEntropyGrad(gradOutput, input, target, weight, g),
});

/** gradOutput · (softmax · Σ_c q_c · weight_c − q · weight), q = (1 − s) · one-hot + s / C; 0 where the target is ignored. */
function differentiableGradient(gradOutput: Tensor, input: Tensor, target: Tensor, weight: Tensor | null, g: CrossEntropyGeometry): Tensor {
  const axis = classAxis("crossEntropy", input);
  const spread = g.labelSmoothing / g.classes;
  const weights = perClass(weight ?? filled("crossEntropy", input.backend, [g.classes], 1, input.dtype), axis, input.rank);
  const mass = where(classMask("crossEntropy", target, g.classes, axis), mul(weights, 1 - g.labelSmoothing + spread), mul(weights, spread));
  const slope = sub(mul(softmax(input, axis), sum(mass, axis, { keepDim: true })), mass);
  return where(unsqueeze(eq(target, g.ignoreIndex), axis), 0, mul(unsqueeze(gradOutput, axis), slope));
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
  const loss = checkClassLoss("crossEntropy", input, target, options, true);
  if (target.dtype === input.dtype) return lossOfProbabilities(input, target, loss, labelSmoothing);
  return reduceClassLoss(losses(input, target, loss, labelSmoothing), target, loss);
}

function losses(input: Tensor, target: Tensor, loss: ClassLoss, labelSmoothing: number): Tensor {
  const { name, axis, classes, weight, ignoreIndex } = loss;
  // The kernel knows no gradient of the weight.
  if (input.size === 0 || weight?.requiresGrad) return lossesOfIndices(logSoftmax(input, axis), target, loss, labelSmoothing);
  const indices = classIndices(name, target, classes, ignoreIndex);
  return op({ input, target: indices, weight }, { ...classGeometry(input.shape, axis), ignoreIndex, labelSmoothing });
}

function lossOfProbabilities(input: Tensor, target: Tensor, { axis, classes, weight, reduction }: ClassLoss, smoothing: number): Tensor {
  const logProbabilities = logSoftmax(input, axis);
  const weighted = weight ? mul(logProbabilities, perClass(weight, axis, input.rank)) : logProbabilities;
  const smoothed = smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / classes);
  const each = mul(sum(mul(weighted, smoothed), axis), -1);
  return reduction === "mean" ? div(sum(each), each.size) : reduceLoss(each, reduction);
}
