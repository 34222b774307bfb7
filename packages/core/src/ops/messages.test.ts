import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import * as core from "../index.js";
import { arange, ArgumentError, DTypeError, ones, setBackend, ShapeError, tensor, zeros } from "../index.js";

setBackend(cpu());
const x = arange(6).reshape([2, 3]), ints = arange(3, { dtype: "int32" }), bools = tensor([true, false]), image = zeros([1, 3, 8, 8]), weight = zeros([16, 4, 3, 3]);
const toFloat = { hint: 'convert with .to("float32")' };
const classes = (values: number[]) => tensor(values, { dtype: "int32" });

const families: Record<string, [Error, () => unknown][]> = {
  elementwise: [
    [new ShapeError("add: shapes [2, 3] and [2] do not broadcast"), () => core.add(x, ones([2]))],
    [new DTypeError("mul: a is float32, but b is int32", toFloat), () => core.mul(ones([3]), ints)],
    [new DTypeError("add: a number 1.5 does not fit int32", toFloat), () => core.add(ints, 1.5)],
    [new DTypeError("sub: a number 0.5 does not fit int32", toFloat), () => core.sub(0.5, ints)],
    [new DTypeError("div: a is int32, expected float32 or float64", toFloat), () => core.div(ints, 2)],
    [new DTypeError("add: inputs are bool, expected a number dtype"), () => core.add(bools, bools)],
    [new ArgumentError("pow: both operands are numbers, expected a Tensor"), () => core.pow(2, 3)],
    [new DTypeError("exp: input is int32, expected float32 or float64", toFloat), () => core.exp(ints)],
    [new DTypeError("relu: input is bool, expected a number dtype"), () => core.relu(bools)],
    [new ArgumentError("relu: input must be a Tensor, got an array"), () => core.relu([1] as never)],
    [new ArgumentError("sigmoid: input must be a Tensor, got number 3"), () => core.sigmoid(3 as never)],
    [new DTypeError("logicalAnd: inputs are float32, expected bool"), () => core.logicalAnd(x, x)],
    [new DTypeError("logicalNot: input is int32, expected bool"), () => core.logicalNot(ints)],
    [new ArgumentError("clamp: expected min, max or both"), () => core.clamp(x, {})],
    [new ArgumentError("clamp: min 2 is greater than max 1"), () => core.clamp(x, { min: 2, max: 1 })],
    [new ArgumentError('clamp: unknown option "low", expected one of min, max'), () => core.clamp(x, { low: 0 } as object)],
    [new DTypeError("where: condition is float32, expected bool"), () => core.where(x, x, 0)],
    [new ArgumentError("where: a and b are both numbers, expected a Tensor"), () => core.where(bools, 1, 0)],
    [new ArgumentError('cast: dtype is "float16", expected one of "float32", "float64", "int32", "uint8", "bool"'), () => x.to("float16" as never)],
  ],
  reductions: [
    [new ArgumentError("sum: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2"), () => core.sum(x, 2)],
    [new ArgumentError("mean: axis 0.5 does not exist, expected -2 … 1 for a tensor of rank 2"), () => core.mean(x, 0.5)],
    [new ArgumentError("max: an axis is repeated in [0,-2]"), () => core.max(x, [0, -2])],
    [new ArgumentError('sum: unknown option "keepdim", expected one of keepDim'), () => core.sum(x, 0, { keepdim: true } as object)],
    [new DTypeError("mean: input is int32, expected float32 or float64", toFloat), () => core.mean(ints)],
    [new ShapeError("max: axis 1 of [2, 0] is empty"), () => core.max(zeros([2, 0]), 1)],
    [new ShapeError("argmax: axis 0 of [0] is empty"), () => core.argmax(zeros([0]))],
    [new ArgumentError("argmax: a scalar has no axis"), () => core.argmax(tensor(1), 0)],
    [new DTypeError("prod: input is bool, expected a number dtype"), () => core.prod(bools)],
    [new ArgumentError("softmax: axis -3 does not exist, expected -2 … 1 for a tensor of rank 2"), () => core.softmax(x, -3)],
  ],
  shape: [
    [new ShapeError("reshape: cannot view [2, 3] (6 elements) as [5, 5] (25 elements)"), () => x.reshape([5, 5])],
    [new ShapeError("reshape: cannot view [2, 3] (6 elements) as [4, -1]"), () => x.reshape([4, -1])],
    [new ShapeError("reshape: cannot view [0] (0 elements) as [0, -1]"), () => zeros([0]).reshape([0, -1])],
    [new ArgumentError("reshape: [-1, -1] has more than one -1"), () => x.reshape([-1, -1])],
    [new ArgumentError("reshape: a size is -2, expected an integer of at least -1"), () => x.reshape([-2, 3])],
    [new ArgumentError("reshape: a size is 1.5, expected an integer of at least -1"), () => x.reshape([1.5, 4])],
    [new ArgumentError("flatten: startAxis 1 lies behind endAxis 0"), () => x.flatten(1, 0)],
    [new ArgumentError("permute: axes [0, 0] must name each axis of [2, 3] once"), () => x.permute([0, 0])],
    [new ArgumentError("permute: axes [1] must name each axis of [2, 3] once"), () => x.permute([1])],
    [new ShapeError("expand: cannot expand [2, 3] to [3, 3]"), () => x.expand([3, 3])],
    [new ShapeError("expand: cannot expand [2, 3] to [3]"), () => x.expand([3])],
    [new ArgumentError("expand: shape [-1, 2, 3] has a size -1"), () => x.expand([-1, 2, 3])],
    [new ArgumentError("slice: index 2 is out of range for axis 0 of [2, 3]"), () => core.slice(x, 2)],
    [new ArgumentError("slice: 3 ranges for a tensor of shape [2, 3], expected at most 2"), () => core.slice(x, 0, 0, 0)],
    [new ArgumentError("slice: range [0,2,0] of axis 1 is illegal, expected integers and a step other than 0"), () => core.slice(x, null, [0, 2, 0])],
    [new ArgumentError("cat: expected at least one tensor, got none"), () => core.cat([])],
    [new ShapeError("cat: shapes [2, 3] and [2, 2] differ outside of axis 0"), () => core.cat([x, zeros([2, 2])])],
    [new DTypeError("cat: 0 is float32, but 1 is int32", toFloat), () => core.cat([ones([3]), ints])],
    [new ShapeError("stack: shapes [2, 3] and [3] differ"), () => core.stack([x, ones([3])])],
    [new ArgumentError("split: sizes [1, 1] do not add up to 3, the size of axis 1"), () => x.split([1, 1], 1)],
    [new ArgumentError("split: size is 0, expected an integer of at least 1"), () => x.split(0)],
    [new ArgumentError("pad: padding [1] does not fit [2, 3], expected two integers for each of the last axes"), () => x.pad([1])],
    [new ShapeError("pad: mode reflect cannot add 3 cells to axis 1 of [2, 3], expected at most 2"), () => x.pad([3, 0], { mode: "reflect" })],
    [new ShapeError("pad: padding [-2, -2] crops more than axis 1 of [2, 3] has"), () => x.pad([-2, -2])],
    [new ArgumentError('pad: mode is "edge", expected one of "constant", "reflect", "replicate", "circular"'), () => x.pad([1, 1], { mode: "edge" as never })],
    [new ArgumentError("rot180: input has shape [3], expected at least two axes"), () => core.rot180(ints)],
  ],
  products: [
    [new ShapeError("matmul: inner sizes differ, left [8, 32] and right [16, 10]"), () => core.matmul(zeros([8, 32]), zeros([16, 10]))],
    [new ShapeError("matmul: shapes [2] and [3] do not broadcast"), () => core.matmul(zeros([2, 4, 5]), zeros([3, 5, 6]))],
    [new ShapeError("matmul: a scalar has no inner size, left [] and right [2, 3]"), () => core.matmul(tensor(1), x)],
    [new ShapeError("linear: input has 30 features, but weight [10, 32] expects 32"), () => core.linear(zeros([2, 30]), zeros([10, 32]))],
    [new ShapeError("linear: bias has shape [3], expected [10]"), () => core.linear(zeros([2, 32]), zeros([10, 32]), zeros([3]))],
    [new ShapeError("linear: weight has shape [32], expected [outFeatures, inFeatures]"), () => core.linear(zeros([2, 32]), zeros([32]))],
    [new ArgumentError('linear: activation is "gelu", expected one of "relu", "relu6"'), () => core.linear(zeros([2, 3]), zeros([4, 3]), null, { activation: "gelu" as never })],
    [new ShapeError("conv2d: input has 3 channels, but weight [16, 4, 3, 3] with groups 1 expects 4"), () => core.conv2d(image, weight)],
    [new ShapeError("convolve2d: input has 3 channels, but weight [16, 4, 3, 3] with groups 1 expects 4"), () => core.convolve2d(image, weight)],
    [new ShapeError("conv2d: kernel of extent [3, 3] does not fit into the padded input [2, 8]"), () => core.conv2d(zeros([1, 4, 2, 8]), weight)],
    [new ShapeError("conv2d: input has shape [8, 8], expected [batch, channels, height, width]"), () => core.conv2d(zeros([8, 8]), weight)],
    [new ShapeError("conv2d: weight [3, 2, 1, 1] has 3 output channels, expected a multiple of groups 2"), () => core.conv2d(zeros([1, 4, 2, 2]), zeros([3, 2, 1, 1]), null, { groups: 2 })],
    [new ShapeError("conv2d: bias has shape [4], expected [16]"), () => core.conv2d(zeros([1, 4, 8, 8]), weight, zeros([4]))],
    [new ArgumentError('conv2d: padding "same" needs stride 1'), () => core.conv2d(zeros([1, 4, 8, 8]), weight, null, { padding: "same", stride: 2 })],
    [new ArgumentError("conv2d: padding is [1, 2, 3], expected [vertical, horizontal] or [top, bottom, left, right]"), () => core.conv2d(zeros([1, 4, 8, 8]), weight, null, { padding: [1, 2, 3] })],
    [new ArgumentError('conv2d: padding is "full", expected a number, "same" or "valid"'), () => core.conv2d(zeros([1, 4, 8, 8]), weight, null, { padding: "full" as never })],
    [new ArgumentError("conv2d: stride is 0, expected an integer of at least 1"), () => core.conv2d(zeros([1, 4, 8, 8]), weight, null, { stride: 0 })],
    [new ArgumentError("conv2d: stride is [1,2,3], expected a number or [height, width]"), () => core.conv2d(zeros([1, 4, 8, 8]), weight, null, { stride: [1, 2, 3] as never })],
    [new ArgumentError('conv2d: unknown option "strides", expected one of stride, padding, dilation, groups, paddingMode, activation'), () => core.conv2d(image, weight, null, { strides: 2 } as object)],
    [new DTypeError("conv2d: input is int32, expected float32 or float64", toFloat), () => core.conv2d(ints, weight)],
    [new ShapeError("conv2dGradInput: gradOutput has shape [1, 16, 5, 5], expected [1, 16, 6, 6]"), () => core.conv2dGradInput(zeros([1, 16, 5, 5]), weight, [1, 4, 8, 8])],
    [new ShapeError("conv2dGradWeight: gradOutput has shape [1, 16, 5, 5], expected [1, 16, 6, 6]"), () => core.conv2dGradWeight(zeros([1, 16, 5, 5]), zeros([1, 4, 8, 8]), [16, 4, 3, 3])],
  ],
  pooling: [
    [new ArgumentError("maxPool2d: padding [2, 2] is more than half of the kernel [3, 3]"), () => core.maxPool2d(image, 3, { padding: 2 })],
    [new ShapeError("avgPool2d: kernel [9, 9] does not fit into the input [1, 3, 8, 8]"), () => core.avgPool2d(image, 9)],
    [new ShapeError("maxPool2d: input has shape [8, 8], expected [batch, channels, height, width] or [channels, height, width]"), () => core.maxPool2d(zeros([8, 8]), 2)],
    [new ArgumentError("maxPool2d: kernelSize is 0, expected an integer of at least 1"), () => core.maxPool2d(image, 0)],
    [new ArgumentError("avgPool2d: divisorOverride is 0, expected an integer of at least 1"), () => core.avgPool2d(image, 2, { divisorOverride: 0 })],
    [new ArgumentError('avgPool2d: unknown option "dilation", expected one of stride, padding, ceilMode, countIncludePad, divisorOverride'), () => core.avgPool2d(image, 2, { dilation: 2 } as object)],
  ],
  losses: [
    [new ShapeError("crossEntropy: target has shape [3], expected [4] for input [4, 10]"), () => core.crossEntropy(zeros([4, 10]), classes([1, 2, 3]))],
    [new ArgumentError("crossEntropy: target 10 at 3 is not a class, expected 0 … 9 or ignoreIndex -100"), () => core.crossEntropy(zeros([4, 10]), classes([1, -100, 3, 10]))],
    [new DTypeError("nllLoss: target is float32, expected int32 or uint8 class indices"), () => core.nllLoss(zeros([2, 3]), zeros([2]))],
    [new ArgumentError("crossEntropy: labelSmoothing is 1.5, expected 0 … 1"), () => core.crossEntropy(zeros([2, 3]), classes([0, 1]), { labelSmoothing: 1.5 })],
    [new ShapeError("crossEntropy: weight has shape [2], expected [3]"), () => core.crossEntropy(zeros([2, 3]), classes([0, 1]), { weight: zeros([2]) })],
    [new ShapeError("crossEntropy: input is a scalar, expected [batch, classes], [classes] or [batch, classes, …]"), () => core.crossEntropy(tensor(1), classes([0]))],
    [new ArgumentError('mseLoss: reduction is "avg", expected one of "mean", "sum", "none"'), () => core.mseLoss(x, x, { reduction: "avg" as never })],
    [new ShapeError("mseLoss: input [2, 3] and target [3] differ in shape"), () => core.mseLoss(x, ones([3]))],
    [new DTypeError("bceWithLogits: input is float32, but target is int32", toFloat), () => core.bceWithLogits(ones([3]), ints)],
    [new ArgumentError("oneHot: target 3 at 1 is not a class, expected 0 … 2"), () => core.oneHot(classes([0, 3]), 3)],
  ],
  layers: [
    [new ArgumentError("dropout: p is 1.5, expected 0 … 1"), () => core.dropout(x, { p: 1.5 })],
    [new ShapeError("batchNorm: expected more than one value per channel in training, got input [1, 8]"), () => core.batchNorm(zeros([1, 8]), null, null, null, null, { training: true })],
    [new ArgumentError("batchNorm: runningMean must be a Buffer in training, got a Tensor", { hint: "wrap it: new Buffer(tensor)" }), () => core.batchNorm(x, zeros([3]), null, null, null, { training: true })],
    [new ArgumentError("batchNorm: expected runningMean and runningVar outside of training, got null"), () => core.batchNorm(x, null, null)],
    [new ShapeError("batchNorm: weight has shape [2], expected [3] for input [2, 3]"), () => core.batchNorm(x, null, null, zeros([2]), null, { training: true })],
    [new ShapeError("batchNorm: input has shape [3], expected [batch, channels, …]"), () => core.batchNorm(ones([3]), null, null)],
  ],
};

describe.each(Object.entries(families))("%s", (_, cases) => {
  test.each(cases.map(([error, body]) => ({ message: error.message, error, body })))("$message", ({ error, body }) => {
    expect(body).toThrow(error);
    expect(body).toThrow(error.constructor as typeof Error);
  });
});

describe("open", () => {
  const any = core as unknown as Record<string, (...args: unknown[]) => unknown>;

  test("options that are no object are an error, never ignored", () => {
    for (const body of [() => any.maxPool2d!(image, 3, 2), () => any.conv2d!(image, zeros([1, 3, 1, 1]), null, 2), () => any.dropout!(x, 0.1), () => any.sum!(x, 0, true), () => any.conv2d!(image, zeros([1, 3, 1, 1]), null, null)]) expect(body).toThrow(ArgumentError);
  });

  test("what is no Tensor is said so by every op", () => {
    const calls: Record<string, unknown[]> = {
      conv2d: [[[1]], weight], softmax: [[1], 0], matmul: [[[1]], x], linear: [[1], x], maxPool2d: [[1], 2], reshape: [[1], [1]], permute: [[1], [0]], expand: [[1], [1]], slice: [[1], 0],
      sum: [[1]], batchNorm: [[1], null, null], crossEntropy: [[1], ints], add: [[1], 2], mseLoss: [[1], x],
    };
    for (const [name, args] of Object.entries(calls)) expect(() => any[name]!(...args), name).toThrow(/must be a Tensor( or a number)?, got an array$/);
  });

  test("shapes and axes that are no arrays are an error of ours", () => {
    for (const body of [() => any.reshape!(x, 6), () => any.permute!(x, 1, 0), () => any.expand!(x, 2), () => any.pad!(x, 1), () => any.cat!(x)]) expect(body).toThrow(ArgumentError);
  });

  test("a value that the dtype cannot hold is not padded in", () => {
    expect(() => ints.pad([1, 1], { value: 1.5 })).toThrow(DTypeError);
  });
});
