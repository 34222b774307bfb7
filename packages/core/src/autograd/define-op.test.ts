import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { countingBackend } from "../backend/counting-backend.test-support.js";
import { dense, type Conv2dGeometry, type Storage } from "../backend/index.js";
import {
  add, ArgumentError, avgPool2d, BackendMismatchError, conv2d, conv2dGradInput, defineOp, DTypeError, grad, maxPool2d, mul, noGrad, ones, relu, setBackend, slice, sum, tensor, transpose, useBackend, where, zeros, type Tensor,
} from "../index.js";

setBackend(cpu());

describe("defineOp", () => {
  const calls: string[] = [];
  const op = defineOp({
    name: "scaledProduct",
    infer: ({ a }: { a: Tensor; b: Tensor; bias?: Tensor | null | undefined }, _: { factor: number }) => ({ shape: a.shape, dtype: a.dtype }),
    saves: ["a", "b"],
    forward: (backend, { a, b, bias }, { factor }) => {
      const product = backend.binary("mul", a, b);
      const scaled = backend.binary("mul", { storage: product, layout: dense(a.layout.shape) }, factor);
      if (!bias) return scaled;
      return backend.binary("add", { storage: scaled, layout: dense(a.layout.shape) }, bias);
    },
    backward: (gradOutput, { a, b }, { factor }, specs) => ({
      a: () => { calls.push("a"); return mul(mul(gradOutput, b), factor); },
      b: () => { calls.push("b"); return mul(mul(gradOutput, a), factor); },
      bias: () => { calls.push("bias"); expect(specs.bias!.shape).toEqual([2]); return gradOutput; },
    }),
  });

  test("computes a gradient only where one is wanted", () => {
    const a = tensor([1, 2], { requiresGrad: true }), b = tensor([3, 4]);
    sum(op({ a, b }, { factor: 2 })).backward();
    expect([calls.splice(0), [...a.grad!.dataSync()]]).toEqual([["a"], [6, 8]]);
    const bias = tensor([0, 0], { requiresGrad: true });
    const [gradBias] = grad(sum(op({ a, b, bias }, { factor: 2 })), [bias]);
    expect([calls.splice(0), [...gradBias!.dataSync()]]).toEqual([["bias"], [1, 1]]);
  });

  test("takes null and undefined for an optional input", () => {
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    for (const bias of [null, undefined]) expect([...op({ a, b, bias }, { factor: 2 }).dataSync()]).toEqual([6, 16]);
  });

  test("records nothing where no input requires a gradient, in noGrad, or for a result that is not float", () => {
    const x = tensor([1, 2], { requiresGrad: true });
    expect([relu(tensor([1])), noGrad(() => relu(x)), x.gt(1), x.argmax()].map(({ variable }) => variable)).toEqual([null, null, null, null]);
  });

  test("refuses what is no Tensor, and a mixture of backends, under the op's name", () => {
    expect(() => op({ a: [1, 2] as never, b: tensor([1, 2]) }, { factor: 1 })).toThrow(new ArgumentError("scaledProduct: a must be a Tensor, got an array"));
    expect(() => op({ a: tensor([1, 2]), b: "x" as never }, { factor: 1 })).toThrow(new ArgumentError("scaledProduct: b must be a Tensor, got string x"));
    expect(() => op({ a: null as never, b: null as never }, { factor: 1 })).toThrow(new ArgumentError("scaledProduct: expected a Tensor, got nothing"));
    expect(() => op({ a: tensor([1, 2]), b: tensor([1, 2], { backend: cpu() }) }, { factor: 1 })).toThrow(
      new BackendMismatchError("scaledProduct: inputs live on backends cpu and cpu, expected one", { hint: "move one with await tensor.to(backend)" }),
    );
  });

  test("refuses a dtype, a rank and a size that the backend lacks", () => {
    const full = cpu();
    const backend = { ...full, name: "tiny", capabilities: { ...full.capabilities, dtypes: new Set(["float32", "int32"] as const), maxElements: 8, maxRank: 2 } };
    using _ = useBackend(backend);
    expect(() => tensor([true])).toThrow(new DTypeError("tensor: backend tiny has no bool, expected one of float32, int32"));
    expect(() => tensor([1]).to("float64")).toThrow(new DTypeError("cast: backend tiny has no float64, expected one of float32, int32"));
    expect(() => ones([3, 1]).add(ones([3]))).toThrow(new ArgumentError("add: [3, 3] is too large for backend tiny, expected at most 8 elements and 2 axes"));
  });
});

describe("what reaches a backend", () => {
  const sizes = (storage: unknown): number => (storage as Storage).size;
  const integers = (g: unknown): boolean => Object.values(g as object).every((value) => Number.isInteger(value));

  test("a dense copy of each view, for kernels that take storages", () => {
    const { backend, calls } = countingBackend();
    using _ = useBackend(backend);
    conv2d(transpose(ones([1, 2, 3, 4]), 2, 3), slice(ones([4, 2, 2, 2]), [1, 3]), slice(ones([5]), [1, 3]));
    expect(calls.get("copy")!.count).toBe(3);
    expect(calls.get("conv2d")!.last.slice(0, 2).map(sizes)).toEqual([24, 16]);
  });

  test("geometries of integers only, as a uniform block needs them", () => {
    const { backend, calls } = countingBackend();
    using _ = useBackend(backend);
    const x = tensor([[[[1, 2], [3, 4]]]], { requiresGrad: true });
    sum(maxPool2d(avgPool2d(conv2d(x, ones([1, 1, 1, 1]), null, { activation: "relu" }), 1), 2)).backward();
    const geometries = { conv2d: 2, conv2dGradInput: 2, avgPool2d: 1, avgPool2dGrad: 1, maxPool2d: 1, maxPool2dGrad: 2 };
    for (const [kernel, at] of Object.entries(geometries)) expect([kernel, integers(calls.get(kernel)!.last[at])]).toEqual([kernel, true]);
  });

  test("one geometry for a convolution and its gradients", () => {
    const { backend, calls } = countingBackend();
    using _ = useBackend(backend);
    const x = tensor([[[[1, 2, 3], [4, 5, 6]]]], { requiresGrad: true }), w = tensor([[[[1, 2]]]], { requiresGrad: true });
    sum(conv2d(x, w, null, { padding: [1, 0, 2, 1], stride: [1, 2] })).backward();
    const expected: Partial<Conv2dGeometry> = {
      batch: 1, inChannels: 1, inHeight: 2, inWidth: 3, outChannels: 1, outHeight: 3, outWidth: 3, kernelHeight: 1, kernelWidth: 2,
      strideHeight: 1, strideWidth: 2, dilationHeight: 1, dilationWidth: 1, padTop: 1, padBottom: 0, padLeft: 2, padRight: 1, groups: 1,
    };
    for (const kernel of ["conv2d", "conv2dGradInput", "conv2dGradWeight"]) expect(calls.get(kernel)!.last[2]).toMatchObject(expected);
  });

  test("shapes without a copy: a reshape of a dense tensor, a permutation, a slice, a flip, an expansion", () => {
    const { backend, calls } = countingBackend();
    using _ = useBackend(backend);
    const x = ones([2, 3, 4]);
    const before = [...calls.values()].reduce((total, { count }) => total + count, 0);
    slice(x.reshape([6, 4]).transpose(0, 1), [1, 3]).flip(0).unsqueeze(0).expand([5, 2, 6]).squeeze().split(2);
    expect([...calls.values()].reduce((total, { count }) => total + count, 0)).toBe(before);
  });

  test("no argmax where no gradient is wanted", () => {
    const { backend, calls } = countingBackend();
    using _ = useBackend(backend);
    maxPool2d(zeros([1, 2, 2]), 2);
    expect(calls.get("maxPool2d")!.last[2]).toBe(false);
    maxPool2d(tensor([[[1, 2], [3, 4]]], { requiresGrad: true }), 2);
    expect(calls.get("maxPool2d")!.last[2]).toBe(true);
    noGrad(() => maxPool2d(tensor([[[1, 2], [3, 4]]], { requiresGrad: true }), 2));
    expect(calls.get("maxPool2d")!.last[2]).toBe(false);
  });
});

describe("operands", () => {
  const x = tensor([1, 2, 3]);

  test("that are missing are an error, not 0", () => {
    for (const op of [add, mul] as ((a: unknown, b?: unknown) => Tensor)[]) for (const missing of [undefined, null]) expect(() => op(x, missing)).toThrow(ArgumentError);
    expect(() => where(x.gt(1), x, undefined as never)).toThrow(ArgumentError);
  });

  test("that are numbers must fit the integer dtype", () => {
    const bytes = tensor([100], { dtype: "uint8" }), integers = tensor([1], { dtype: "int32" });
    for (const body of [() => bytes.gt(300), () => bytes.eq(300), () => bytes.add(-1), () => integers.add(2 ** 31), () => where(x.gt(1), tensor([1, 2, 3], { dtype: "int32" }), 1.5)]) expect(body).toThrow(DTypeError);
  });

  test("conv2dGradInput and conv2d are adjoint on views too", () => {
    const input = transpose(tensor([[[[1, 2, 3], [4, 5, 6]]]]), 2, 3), weight = tensor([[[[2, -1], [1, 3]]]]).flip([2, 3]);
    const output = conv2d(input, weight), gradOutput = tensor([[[[1], [2]]]]);
    const left = sum(mul(output, gradOutput)).itemSync(), right = sum(mul(input, conv2dGradInput(gradOutput, weight, input.shape))).itemSync();
    expect(left).toBe(right);
  });
});
