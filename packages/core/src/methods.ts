import { backward, type BackwardOptions } from "./autograd/backward.js";
import type { Backend } from "./backend/backend.js";
import { isFloat, type DType } from "./backend/dtype.js";
import { fromData } from "./tensor/make.js";
import { Tensor } from "./tensor/tensor.js";
import * as ops from "./ops/index.js";

/** The ops that are methods too, with the tensor as first argument. */
const shared = {
  add: ops.add, sub: ops.sub, mul: ops.mul, div: ops.div, pow: ops.pow, maximum: ops.maximum, minimum: ops.minimum,
  neg: ops.neg, abs: ops.abs, sign: ops.sign, exp: ops.exp, expm1: ops.expm1, log: ops.log, log1p: ops.log1p, sqrt: ops.sqrt,
  rsqrt: ops.rsqrt, reciprocal: ops.reciprocal, square: ops.square, tanh: ops.tanh, sigmoid: ops.sigmoid, relu: ops.relu,
  gelu: ops.gelu, leakyRelu: ops.leakyRelu, logSigmoid: ops.logSigmoid, floor: ops.floor, ceil: ops.ceil, round: ops.round,
  erf: ops.erf, clamp: ops.clamp, cast: ops.cast, clone: ops.clone, detach: ops.detach,
  eq: ops.eq, ne: ops.ne, lt: ops.lt, le: ops.le, gt: ops.gt, ge: ops.ge, isNaN: ops.isNaN, isFinite: ops.isFinite,
  logicalAnd: ops.logicalAnd, logicalOr: ops.logicalOr, logicalXor: ops.logicalXor, logicalNot: ops.logicalNot, where: ops.where,
  sum: ops.sum, mean: ops.mean, max: ops.max, min: ops.min, prod: ops.prod, var: ops.variance, std: ops.std, any: ops.any,
  all: ops.all, argmax: ops.argmax, argmin: ops.argmin, softmax: ops.softmax, logSoftmax: ops.logSoftmax, logSumExp: ops.logSumExp,
  reshape: ops.reshape, flatten: ops.flatten, squeeze: ops.squeeze, unsqueeze: ops.unsqueeze, permute: ops.permute,
  transpose: ops.transpose, expand: ops.expand, slice: ops.slice, split: ops.split, pad: ops.pad, flip: ops.flip, rot180: ops.rot180,
  matmul: ops.matmul, linear: ops.linear, conv2d: ops.conv2d, convolve2d: ops.convolve2d, conv2dGradInput: ops.conv2dGradInput,
  conv2dGradWeight: ops.conv2dGradWeight, maxPool2d: ops.maxPool2d, avgPool2d: ops.avgPool2d, crossEntropy: ops.crossEntropy,
  nllLoss: ops.nllLoss, mseLoss: ops.mseLoss, bceWithLogits: ops.bceWithLogits, dropout: ops.dropout, batchNorm: ops.batchNorm,
  oneHot: ops.oneHot,
};

type Shared = typeof shared;

/** A function of a tensor as a method of it. */
type Method<F> = F extends (self: Tensor, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never;

interface OwnMethods {
  /** See the function `backward`. */
  backward(gradient?: Tensor | null, options?: BackwardOptions): void;
  maxPool2d: {
    (kernelSize: ops.Pair, options: ops.MaxPool2dOptions & { readonly returnIndices: true }): { output: Tensor; indices: Tensor };
    (kernelSize: ops.Pair, options?: ops.MaxPool2dOptions & { readonly returnIndices?: false }): Tensor;
  };
  /** In another dtype (see `cast`), or on another backend: `await x.to(gpu)`. Moving detaches. PyTorch: `Tensor.to`. */
  to(dtype: DType): Tensor;
  to(backend: Backend): Promise<Tensor>;
}

export type TensorMethods = { readonly [K in Exclude<keyof Shared, keyof OwnMethods>]: Method<Shared[K]> } & OwnMethods;

declare module "./tensor/tensor.js" {
  interface Tensor extends TensorMethods {}
}

/** Puts the methods on the prototype; whatever creates a first tensor calls it, so that no bundler can drop them. */
export function installMethods(): void {
  for (const [name, op] of Object.entries(shared)) {
    define(name, function (this: Tensor, ...rest: never[]) {
      return (op as (self: Tensor, ...rest: never[]) => unknown)(this, ...rest);
    });
  }
  define("backward", function (this: Tensor, gradient?: Tensor | null, options?: BackwardOptions) {
    backward(this, gradient, options);
  });
  define("to", function (this: Tensor, target: DType | Backend) {
    return typeof target === "string" ? ops.cast(this, target) : move(this, target);
  });
}

function define(name: string, value: (this: Tensor, ...args: never[]) => unknown): void {
  Object.defineProperty(Tensor.prototype, name, { value, configurable: true, writable: true });
}

async function move(tensor: Tensor, backend: Backend): Promise<Tensor> {
  if (tensor.backend === backend) return tensor.alias();
  const { shape, dtype, requiresGrad } = tensor;
  const moved = fromData("to", backend, await tensor.data(), shape, dtype);
  if (requiresGrad && isFloat(dtype)) moved.requiresGrad = true;
  return moved;
}
