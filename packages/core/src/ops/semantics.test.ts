import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import {
  arange, argmin, batchNorm, Buffer, conv2d, convolve2d, crossEntropy, dropout, flip, Generator, grad, linear, logSumExp, logSoftmax, maxPool2d, memory, mean, mul, oneHot, ones, setBackend, slice, softmax, sum, tensor, tidy, variance, zeros, type Tensor,
} from "../index.js";

setBackend(cpu());
const values = (each: Tensor): number[] => [...each.dataSync()];

describe("dropout", () => {
  const x = ones([10_000]);
  const options = () => ({ p: 0.3, generator: new Generator(3) });

  test("zeroes about p of the elements and scales the others to keep the mean", () => {
    const output = values(dropout(x, options()));
    const zeroed = output.filter((value) => value === 0).length;
    expect(Math.abs(zeroed - 3_000)).toBeLessThan(5 * Math.sqrt(10_000 * 0.3 * 0.7));
    expect(new Set(output)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
  });

  test("hands gradients through the same mask", () => {
    const leaf = ones([20]);
    leaf.requiresGrad = true;
    const output = dropout(leaf, options());
    expect(values(grad(sum(output), [leaf])[0]!)).toEqual(values(output));
  });

  test("p of 0 and 1, and outside of training", () => {
    expect(values(dropout(tensor([1, 2]), { p: 0 }))).toEqual([1, 2]);
    expect(values(dropout(tensor([1, 2]), { p: 1 }))).toEqual([0, 0]);
    expect(values(dropout(tensor([1, 2]), { training: false }))).toEqual([1, 2]);
  });
});

describe("batchNorm moves its running statistics", () => {
  test("once for each training pass, without recording, not outside of training", () => {
    const [average, spread] = [new Buffer(zeros([2])), new Buffer(ones([2]))];
    const x = tensor([[1, 10], [3, 30]], { requiresGrad: true });
    batchNorm(x, average, spread, null, null, { training: true, momentum: 0.5 });
    expect([values(average), values(spread)]).toEqual([[1, 10], [0.5 + 1, 0.5 + 100]]); // unbiased: 2 and 200
    expect([average.requiresGrad, spread.requiresGrad]).toEqual([false, false]);
    batchNorm(x, average, spread);
    expect(values(average)).toEqual([1, 10]);
  });

  test("for the batches of one tidy after the other, in constant memory", () => {
    const [average, spread] = tidy(() => [new Buffer(zeros([3])), new Buffer(ones([3]))]);
    const x = arange(12).reshape([4, 3]);
    const before = memory();
    for (let i = 0; i < 5; i++) tidy(() => void batchNorm(x, average!, spread!, null, null, { training: true }));
    expect(memory()).toEqual(before);
  });
});

describe("convolutions", () => {
  test("[C, H, W] is a batch of one", () => {
    const input = arange(32).reshape([2, 4, 4]), weight = arange(16).reshape([2, 2, 2, 2]);
    const single = conv2d(input, weight, null, { padding: [1, 0, 2, 1], stride: 2 });
    const batched = conv2d(input.unsqueeze(0), weight, null, { padding: [1, 0, 2, 1], stride: 2 });
    expect([single.shape, values(single)]).toEqual([batched.shape.slice(1), values(batched)]);
  });

  test("convolve2d of an impulse is the kernel, conv2d of it the kernel turned", () => {
    const impulse = zeros([1, 3, 3]).add(tensor([[0, 0, 0], [0, 1, 0], [0, 0, 0]])), kernel = arange(9).reshape([1, 1, 3, 3]);
    expect(values(convolve2d(impulse, kernel, null, { padding: 1 }))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(values(conv2d(impulse, kernel, null, { padding: 1 }))).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe("max-pool", () => {
  test("the first of equal maxima gets the gradient; indices are flat in the plane", () => {
    const x = tensor([[[5, 5, 1], [5, 2, 1]]], { requiresGrad: true });
    const { output, indices } = maxPool2d(x, 2, { stride: 1, returnIndices: true });
    expect([values(output), values(indices), indices.dtype, indices.requiresGrad]).toEqual([[5, 5], [0, 1], "int32", false]);
    expect(values(grad(sum(output), [x])[0]!)).toEqual([1, 1, 0, 0, 0, 0]);
  });
});

describe("numbers", () => {
  test("are rounded to the tensor's dtype on either side", () => {
    expect([tensor([0.1]).eq(0.1), tensor([0.1]).ge(0.1), tensor([0.1]).gt(0.1)].map((each) => each.itemSync())).toEqual([1, 1, 0]);
    expect(tensor([0.1], { dtype: "float64" }).eq(0.1).itemSync()).toBe(1);
  });

  test("do not overflow in softmax and its relatives", () => {
    const x = tensor([1000, 1000, -1000]);
    expect([values(softmax(x, 0)), values(logSoftmax(x, 0)).slice(0, 2), logSumExp(x).itemSync()]).toEqual([
      [0.5, 0.5, 0], [Math.fround(-Math.log(2)), Math.fround(-Math.log(2))], Math.fround(1000 + Math.log(2)),
    ]);
    expect(logSumExp(tensor([-Infinity, -Infinity])).itemSync()).toBe(-Infinity);
  });

  test("mean and variance of nothing are NaN", () => {
    expect([mean(zeros([0])), variance(tensor([5]))].map((each) => each.itemSync())).toEqual([NaN, NaN]);
  });

  test("oneHot counts classes by itself", () => {
    expect(oneHot(tensor([2, 0], { dtype: "int32" })).shape).toEqual([2, 3]);
    expect(values(oneHot(tensor([[1]], { dtype: "uint8" }), 3, { dtype: "int32" }))).toEqual([0, 1, 0]);
  });
});

describe("views and axes", () => {
  test("linear adds the bias that it was given, also a part of a larger tensor", () => {
    expect(values(linear(zeros([1, 2]), zeros([2, 2]), slice(tensor([1, 2, 3, 4]), [2, 4])))).toEqual([3, 4]);
    expect(values(linear(zeros([1, 2]), zeros([2, 2]), tensor([5]).expand([2])))).toEqual([5, 5]);
  });

  test("flip over no axes flips none", () => {
    expect(values(flip(tensor([[1, 2], [3, 4]]), []))).toEqual([1, 2, 3, 4]);
  });
});

describe("open", () => {
  test("argmin of integers does not wrap around", () => {
    expect(argmin(tensor([0, 1, 255], { dtype: "uint8" })).itemSync()).toBe(0);
    expect(argmin(tensor([1, -(2 ** 31), 2], { dtype: "int32" })).itemSync()).toBe(1);
  });

  test("class 156 of uint8 targets is not the ignored one: −100 does not wrap", () => {
    expect(crossEntropy(zeros([1, 200]), tensor([156], { dtype: "uint8" })).itemSync()).toBeCloseTo(Math.log(200), 4);
  });

  test("softmax over an empty axis is empty, logSumExp −Infinity, as in PyTorch", () => {
    expect(softmax(zeros([2, 0]), 1).shape).toEqual([2, 0]);
    expect(values(logSumExp(zeros([2, 0]), 1))).toEqual([-Infinity, -Infinity]);
  });

  test("the tape saves only what some wanted gradient needs", () => {
    const x = tensor([1, 2], { requiresGrad: true }), mask = tensor([0, 1]);
    const before = memory().tensors;
    mul(x, mask); // d/dx needs the mask only
    mul(x, 2); // d/dx needs the number only
    expect(memory().tensors).toBe(before + 2 + 1);
  });
});
