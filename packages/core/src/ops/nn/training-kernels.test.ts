import { describe, expect, test } from "vitest";
import { countingBackend } from "../../backend/counting-backend.test-support.js";
import { batchNorm, crossEntropy, Generator, grad, logSoftmax, memory, noGrad, ones, Buffer, randn, sum, tensor, tidy, useBackend, type Tensor } from "../../index.js";

/** The calls of own kernels (not the required eight, not memory) that `body` makes. */
function kernels(body: (backend: ReturnType<typeof countingBackend>) => void): string[] {
  const counting = countingBackend();
  using _ = useBackend(counting.backend);
  tidy(() => body(counting));
  expect(counting.problems).toEqual([]);
  return [...counting.calls].filter(([name]) => /batchNorm|oftmax|crossEntropy/.test(name)).map(([name, { count }]) => `${name} ${count}`);
}
const input = (): Tensor => randn([4, 3, 5], { generator: new Generator(1), requiresGrad: true });
const classes = (): Tensor => tensor(Int32Array.of(0, 2, 1, 1));

const cases: Record<string, { readonly forward: (x: Tensor) => Tensor; readonly kernel: string }> = {
  batchNorm: { kernel: "batchNorm", forward: (x) => batchNorm(x, null, null, ones([3], { requiresGrad: true }), ones([3], { requiresGrad: true }), { training: true }) },
  logSoftmax: { kernel: "logSoftmax", forward: (x) => logSoftmax(x, 1) },
  crossEntropy: { kernel: "crossEntropy", forward: (x) => crossEntropy(x.sum(2), classes(), { labelSmoothing: 0.1, weight: tensor([1, 2, 3]) }) },
};

describe.each(Object.entries(cases))("%s", (_, { kernel, forward }) => {
  const weighted = (y: Tensor): Tensor => sum(y.mul(y));

  test("one kernel forward and one backward", () => {
    expect(kernels(() => weighted(forward(input())).backward())).toEqual([`${kernel} 1`, `${kernel}Grad 1`]);
  });

  test("the rule of tensor ops under createGraph, and the same numbers", () => {
    let [alone, graph]: (number[] | null)[] = [null, null];
    const run = (createGraph: boolean) => (): void => {
      const x = input();
      const [gradient] = grad(weighted(forward(x)), [x], { createGraph });
      if (createGraph) graph = [...gradient!.dataSync()];
      else alone = [...gradient!.dataSync()];
    };
    expect(kernels(run(true)).filter((each) => each.includes("Grad"))).toEqual([]);
    kernels(run(false));
    for (const [i, value] of graph!.entries()) expect(Math.abs(alone![i]! - value)).toBeLessThan(1e-5);
  });
});

test("outside of training: one kernel", () => {
  const evaluate = (x: Tensor): Tensor => batchNorm(x, ones([3]), ones([3]), ones([3]), ones([3]));
  expect(kernels(() => void noGrad(() => evaluate(input())))).toEqual(["batchNormApply 1"]);
});

test("the gradient of a class weight takes the way of tensor ops", () => {
  expect(kernels(() => crossEntropy(input().sum(2), classes(), { weight: ones([3], { requiresGrad: true }) }).backward())).toEqual(["logSoftmax 1", "logSoftmaxGrad 1"]);
});

describe("the tape holds what the rules need, no more", () => {
  /** Bytes that are alive after `forward` besides its inputs. */
  const bytesOf = (inputs: readonly Tensor[], forward: () => Tensor): number => {
    const before = memory().bytes;
    const output = tidy(forward);
    const held = memory().bytes - before;
    output.backward(ones(output.shape));
    for (const each of inputs) each.grad = null;
    return held;
  };

  test.each([
    ["batchNorm: its output, mean and variance", 4 * (60 + 3 + 3), (x: Tensor) => batchNorm(x, new Buffer(ones([3])), null, null, null, { training: true }), 12],
    ["logSoftmax: its output", 4 * 60, (x: Tensor) => logSoftmax(x, 1), 0],
    ["crossEntropy: its losses, and the targets made meanwhile", 4 * 20 + 4 * 20, (x: Tensor) => crossEntropy(x, tensor(new Int32Array(20), { shape: [4, 5] }), { reduction: "none" }), 0],
  ] as const)("%s", (_, expected, forward, buffers) => {
    using _backend = useBackend(countingBackend().backend);
    const x = input();
    expect(bytesOf([x], () => forward(x)) - buffers).toBe(expected);
  });
});
