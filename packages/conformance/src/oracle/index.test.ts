import { expect, test } from "vitest";
import * as oracle from "./index.js";

const OPS = `
  zeros ones full zerosLike onesLike arange linspace eye oneHot
  neg abs sign exp expm1 log log1p sqrt rsqrt reciprocal square tanh sigmoid relu floor ceil round erf isNaN isFinite
  logicalNot clamp leakyRelu gelu cast
  add sub mul div pow maximum minimum eq ne lt le gt ge logicalAnd logicalOr logicalXor where
  sum mean max min prod any all var std argmax argmin logSumExp softmax logSoftmax
  reshape flatten permute transpose expand squeeze unsqueeze slice cat stack split pad flip rot180
  matmul linear conv2d convolve2d conv2dGradInput conv2dGradWeight maxPool2d avgPool2d
  crossEntropy nllLoss mseLoss bceWithLogits dropout batchNorm threefry2x32`;

test("every op has its oracle, and every oracle an op", () => {
  const names = OPS.trim().split(/\s+/).map((op) => `oracle${op.charAt(0).toUpperCase()}${op.slice(1)}`);
  expect(Object.keys(oracle).filter((name) => name.startsWith("oracle")).toSorted()).toEqual(names.toSorted());
});
