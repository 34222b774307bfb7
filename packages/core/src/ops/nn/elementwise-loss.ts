import { broadcastShapes, dense } from "../../backend/layout.js";
import type { Storage } from "../../backend/backend.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice, checkFloat, checkSameDType } from "../checks.js";
import { add, mul, sub } from "../elementwise/arithmetic.js";
import { neg, sigmoid, square } from "../elementwise/unary.js";
import { reduceLoss, reductions, type Reduction } from "./class-loss.js";

export interface LossOptions {
  /** Default "mean". */
  readonly reduction?: Reduction;
}

export interface BceWithLogitsOptions extends LossOptions {
  /** Broadcasts against the losses. */
  readonly weight?: Tensor | null;
  /** How much more a positive target counts; broadcasts. */
  readonly posWeight?: Tensor | null;
}

function checkPair(name: string, input: Tensor, target: Tensor): void {
  checkFloat(name, input);
  checkSameDType(name, { input, target });
  if (String(input.shape) !== String(target.shape)) {
    throw new ShapeError(`${name}: input ${formatShape(input.shape)} and target ${formatShape(target.shape)} differ in shape`);
  }
}

/**
 * (input − target)², averaged. PyTorch: `mse_loss` (which broadcasts with a warning; here the shapes must be equal).
 *
 * **Shapes**: input and target alike → scalar, or their shape with reduction "none".
 */
export function mseLoss(input: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkOptions("mseLoss", options, ["reduction"]);
  const reduction = checkChoice("mseLoss", "reduction", options.reduction ?? "mean", reductions);
  checkPair("mseLoss", input, target);
  return reduceLoss(square(sub(input, target)), reduction);
}

const logSigmoidOp = defineOp({
  name: "logSigmoid",
  infer: ({ input }: { input: Tensor }, _: object) => ({ shape: input.shape, dtype: input.dtype }),
  saves: ["input"],
  forward: (backend, { input }, _, { shape }) => {
    const layout = dense(shape);
    const chain = (storage: Storage, next: (storage: Storage) => Storage): Storage => {
      const result = next(storage);
      backend.free(storage);
      return result;
    };
    // min(x, 0) − ln(1 + e^−|x|)
    const size = backend.unary("abs", input);
    const negative = chain(size, (storage) => backend.unary("neg", { storage, layout }));
    const power = chain(negative, (storage) => backend.unary("exp", { storage, layout }));
    const tail = chain(power, (storage) => backend.unary("log1p", { storage, layout }));
    const low = backend.binary("min", input, 0);
    const result = chain(low, (storage) => backend.binary("sub", { storage, layout }, { storage: tail, layout }));
    backend.free(tail);
    return result;
  },
  backward: (gradOutput, { input }) => ({ input: () => mul(gradOutput, sigmoid(neg(input))) }),
});

/** ln σ(x), accurate for every x; d/dx = σ(−x). PyTorch: `logsigmoid`. */
export function logSigmoid(input: Tensor): Tensor {
  checkFloat("logSigmoid", input);
  return logSigmoidOp({ input }, {});
}

/**
 * −weight · (posWeight · target · ln σ(input) + (1 − target) · ln σ(−input)), averaged. PyTorch: `binary_cross_entropy_with_logits`.
 *
 * **Shapes**: input and target alike; weight and posWeight broadcast → scalar, or the input's shape with reduction "none".
 */
export function bceWithLogits(input: Tensor, target: Tensor, options: BceWithLogitsOptions = {}): Tensor {
  checkOptions("bceWithLogits", options, ["weight", "posWeight", "reduction"]);
  const reduction = checkChoice("bceWithLogits", "reduction", options.reduction ?? "mean", reductions);
  const { weight = null, posWeight = null } = options;
  checkPair("bceWithLogits", input, target);
  checkSameDType("bceWithLogits", { input, weight, posWeight });
  for (const [what, each] of Object.entries({ weight, posWeight })) {
    if (each && String(broadcastShapes(each.shape, input.shape)) !== String(input.shape)) {
      throw new ShapeError(`bceWithLogits: ${what} has shape ${formatShape(each.shape)}, expected one that broadcasts to ${formatShape(input.shape)}`);
    }
  }
  // (1 − t)·x − (1 + (posWeight − 1)·t)·ln σ(x), since ln σ(−x) = ln σ(x) − x
  const positive = posWeight ? add(mul(sub(posWeight, 1), target), 1) : null;
  const hit = logSigmoid(input);
  const losses = sub(mul(sub(1, target), input), positive ? mul(positive, hit) : hit);
  return reduceLoss(weight ? mul(losses, weight) : losses, reduction);
}
