import { describe, expect, test } from "vitest";
import { goldenCases } from "../../../../conformance/src/golden/golden.js";
import { replayGolden } from "../../../../conformance/src/layers/golden.js";
import { avgPool2d, cat, conv2d, grad, linear, Generator, maxPool2d, rand, randn, slice, sum, tensor, tidy, useBackend, type Tensor } from "../../index.js";
import { cpu } from "@convoke/backend-cpu";
import { countingBackend, strippedCpu } from "../counting-backend.test-support.js";
import { defineBackend, derivedKernelNames } from "../index.js";

const ops = new Set(["conv2d", "convolve2d", "conv2dGradInput", "conv2dGradWeight", "maxPool2d", "avgPool2d", "linear", "cat", "stack", "split", "pad", "flip", "rot180", "reshape", "slice", "expand", "permute", "batchNorm", "logSoftmax", "crossEntropy"]);
const cases = goldenCases().filter(({ op }) => ops.has(op));
const tolerances = { float32: 2e-6, float64: 1e-10 } as const;

describe("defineBackend", () => {
  test("gives a stripped definition every derived kernel, and keeps those that are there", () => {
    const definition = strippedCpu();
    const own = () => { throw new Error("own"); };
    const backend = defineBackend({ ...definition, concat: own });
    expect(derivedKernelNames.filter((name) => typeof backend[name] !== "function")).toEqual([]);
    expect(derivedKernelNames.filter((name) => name in definition)).toEqual([]);
    expect([backend.concat === own, backend.fill === definition.fill]).toEqual([true, true]);
  });
});

describe.each(["float64", "float32"] as const)("PyTorch's numbers on cpu stripped to the required kernels, in %s", (dtype) => {
  const { backend, problems } = countingBackend(strippedCpu());
  test.each(cases.map((golden) => [golden.op, golden.name, golden] as const))("%s: %s", async (_op, _name, golden) => {
    const { mismatch } = await replayGolden(golden, backend, dtype, tolerances[dtype]);
    expect(mismatch, golden.snippet).toBe(null);
    expect(problems).toEqual([]);
  });
});

test("the golden cases cover what the defaults derive", () => {
  for (const op of ["conv2d", "conv2dGradInput", "conv2dGradWeight", "maxPool2d", "avgPool2d", "linear", "cat", "batchNorm", "logSoftmax", "crossEntropy"]) expect([op, cases.filter((golden) => golden.op === op).length > 3]).toEqual([op, true]);
});

describe("the defaults agree with cpu's own kernels", () => {
  const stripped = defineBackend(strippedCpu());
  const both = async (body: () => Tensor[]): Promise<number[][][]> => Promise.all([cpu(), stripped].map(async (backend) => {
    using _ = useBackend(backend);
    return Promise.all(body().map(async (each) => [...await each.data()]));
  }));

  test("on empty batches, and on parts of a batch", async () => {
    const [own, derived] = await both(() => {
      const generator = new Generator(5);
      const x = randn([3, 2, 5, 5], { generator, requiresGrad: true }), w = randn([2, 2, 2, 2], { generator, requiresGrad: true });
      const outputs = [[0, 0], [1, 3]].flatMap(([from, to]) => {
        const input = slice(x, [from!, to!]);
        return [conv2d(input, w, null, { padding: [0, 1], dilation: 2 }), maxPool2d(input, 2, { padding: 1 }), avgPool2d(input, [3, 2], { ceilMode: true })];
      });
      return [...outputs, ...grad(outputs.map((each) => sum(each)), [x, w])].map((each) => each.detach());
    });
    expect(own!.map(({ length }) => length)).toEqual(derived!.map(({ length }) => length));
    for (const [i, values] of own!.entries()) for (const [at, value] of values.entries()) expect(Math.abs(value - derived![i]![at]!)).toBeLessThan(1e-4);
  });

  test("on random numbers: the same bits", async () => {
    const [own, derived] = await both(() => [rand([7], { generator: new Generator(9) }), cat([rand([2, 2], { generator: new Generator(1) }), tensor([[5, 6]])])]);
    expect(own).toEqual(derived);
  });

  test.each([["relu", 0], ["relu6", 6]] as const)("on epilogues: bias and %s", async (activation, bound) => {
    const [own, derived] = await both(() => {
      const generator = new Generator(2);
      const [x, w, b] = [randn([2, 2, 3, 3], { generator }).mul(5), randn([4, 2, 2, 2], { generator }), randn([4], { generator })];
      return [conv2d(x, w, b, { activation }), linear(x.reshape([4, 9]), randn([4, 9], { generator }), b, { activation })];
    });
    expect(own!.flat().some((value) => value === bound)).toBe(true);
    for (const [i, values] of own!.entries()) for (const [at, value] of values.entries()) expect(Math.abs(value - derived![i]![at]!)).toBeLessThan(1e-4);
  });
});

test("derived kernels leave no scratch storage behind", () => {
  const { backend, live, problems } = countingBackend(strippedCpu());
  using _ = useBackend(backend);
  const bodies: Record<string, (x: Tensor, w: Tensor) => Tensor> = {
    conv2d: (x, w) => conv2d(x, w, null, { padding: 1, activation: "relu6" }),
    "max-pool": (x) => maxPool2d(x, 3, { padding: 1, dilation: 1, stride: 1 }),
    "average-pool": (x) => avgPool2d(x, 2, { ceilMode: true, countIncludePad: false, padding: 1 }),
    cat: (x) => cat([x, x], 1),
    linear: (x, w) => linear(x.reshape([8, 9]), w.reshape([4, 9]), null, { activation: "relu" }),
  };
  for (const [name, body] of Object.entries(bodies)) {
    tidy(() => {
      const x = randn([2, 4, 3, 3], { requiresGrad: true }), w = randn([1, 4, 3, 3], { requiresGrad: true });
      const gradients = grad(sum(body(x, w)), [x, w], { createGraph: true, allowUnused: true });
      for (const each of gradients) if (each?.requiresGrad) grad(sum(each.mul(each)), [x, w], { allowUnused: true, retainGraph: true });
    });
    expect([name, live.size, problems]).toEqual([name, 0, []]);
  }
});
