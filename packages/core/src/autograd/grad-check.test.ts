import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import {
  ArgumentError, avgPool2d, batchNorm, conv2d, ConvokeError, defineOp, DTypeError, exp, grad, gradCheck, memory, mul, neg, randn, relu, setBackend, sum, tensor, type Tensor,
} from "../index.js";

setBackend(cpu());
const leaf = (values: number[]) => tensor(values, { dtype: "float64", requiresGrad: true });

/** x³ with a gradient rule to plant bugs in. */
const cubeWith = (rule: (gradOutput: Tensor, input: Tensor) => Tensor) => {
  const op = defineOp({
    name: "cube",
    infer: ({ input }: { input: Tensor }, _: object) => ({ shape: input.shape, dtype: input.dtype }),
    saves: ["input"],
    forward: (backend, { input }) => backend.binary("pow", input, 3),
    backward: (gradOutput, { input }) => ({ input: () => rule(gradOutput, input) }),
  });
  return (input: Tensor): Tensor => op({ input }, {});
};

describe("gradCheck", () => {
  test("accepts a right rule and returns the worst error, which is not exactly 0", async () => {
    const cube = cubeWith((gradOutput, input) => mul(gradOutput, mul(mul(input, input), 3)));
    const worst = await gradCheck(cube, [leaf([0.5, -1.5, 2])], { order: 2 });
    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThan(1e-6);
  });

  test.each<[string, (gradOutput: Tensor, input: Tensor) => Tensor]>([
    ["a wrong factor", (gradOutput, input) => mul(gradOutput, mul(mul(input, input), 3.001))],
    ["a wrong sign", (gradOutput, input) => neg(mul(gradOutput, mul(mul(input, input), 3)))],
    ["gradOutput forgotten", (_, input) => mul(mul(input, input), 3)],
    ["zero", (gradOutput) => mul(gradOutput, 0)],
    ["NaN", (gradOutput) => mul(gradOutput, NaN)],
  ])("catches a planted bug: %s", async (_, rule) => {
    await expect(gradCheck(cubeWith(rule), [leaf([0.5, -1.5, 2])])).rejects.toThrow(ConvokeError);
  });

  test("names the input, the element and both numbers", async () => {
    const wrongAtTwo = cubeWith((gradOutput, input) => mul(gradOutput, mul(mul(mul(input, input), 3), tensor([1, 2], { dtype: "float64" }))));
    await expect(gradCheck((_, x) => wrongAtTwo(x!), [leaf([1]), leaf([1, 2])])).rejects.toThrow(/^gradCheck: gradient of input 1 at 1 is -?\d+\.\d+, finite differences give -?\d+\.\d+$/);
  });

  test("order 2 catches a rule whose value is right and whose derivative is cut", async () => {
    const cut = cubeWith((gradOutput, input) => mul(gradOutput, mul(mul(input.detach(), input.detach()), 3)));
    await expect(gradCheck(cut, [leaf([0.5, 2])])).resolves.toBeLessThan(1e-6);
    await expect(gradCheck(cut, [leaf([0.5, 2])], { order: 2 })).rejects.toThrow(ConvokeError);
  });

  test("accepts a linear function, whose gradient depends on nothing", async () => {
    expect(await gradCheck((x) => mul(x!, 3), [leaf([1, 2])], { order: 2 })).toBeLessThan(1e-6);
  });

  test("leaves inputs without requiresGrad alone, whatever their dtype", async () => {
    const mask = tensor([true, false]);
    expect(await gradCheck((x) => mask.where(exp(x!), 0), [leaf([1, 2])])).toBeLessThan(1e-6);
    const frozen = tensor([5, 6], { dtype: "float64" });
    expect(await gradCheck((x, f) => mul(mul(x!, x!), f!), [leaf([1, 2]), frozen])).toBeLessThan(1e-6);
    expect(frozen.grad).toBe(null);
  });

  test("checks a function that differentiates inside", async () => {
    const slope = (x: Tensor): Tensor => grad(sum(exp(mul(x, x))), [x], { createGraph: true })[0]!;
    expect(await gradCheck((x) => slope(x!), [leaf([0.3, 0.7])], { order: 2 })).toBeLessThan(1e-6);
  });

  test("checks what networks are made of, to second order", async () => {
    const double = (shape: number[]) => randn(shape, { dtype: "float64", requiresGrad: true });
    const network = (input: Tensor, weight: Tensor, scale: Tensor, shift: Tensor): Tensor =>
      avgPool2d(batchNorm(conv2d(input, weight, null, { padding: 1, stride: 2, groups: 2 }), null, null, scale, shift, { training: true }), 2);
    const inputs = [double([2, 2, 4, 4]), double([2, 1, 3, 3]), double([2]), double([2])];
    expect(await gradCheck((...[a, b, c, d]) => network(a!, b!, c!, d!), inputs, { order: 2, tolerance: 1e-5 })).toBeLessThan(1e-5);
  });

  test("leaves no tensor and no gradient behind", async () => {
    const x = leaf([1, 2]);
    await gradCheck((each) => exp(each!), [x]);
    const before = memory();
    await gradCheck((each) => relu(exp(each!)), [x], { order: 2 });
    expect([memory().bytes <= before.bytes, x.grad]).toEqual([true, null]);
  });

  const rejections: [Error, () => Promise<number>][] = [
    [new DTypeError("gradCheck: input 0 is float32, expected float64"), () => gradCheck((x) => x!, [tensor([1], { requiresGrad: true })])],
    [new ArgumentError("gradCheck: no input requires a gradient"), () => gradCheck((x) => x!, [tensor([1], { dtype: "float64" })])],
    [new ArgumentError('gradCheck: unknown option "eps", expected one of epsilon, tolerance, order, seed'), () => gradCheck((x) => x!, [leaf([1])], { eps: 1 } as object)],
    [new ArgumentError("gradCheck: the output does not depend on input 1"), () => gradCheck((x) => mul(x!, x!), [leaf([1]), leaf([2])], { order: 2 })],
  ];
  test.each(rejections.map(([error, body]) => ({ message: error.message, error, body })))("$message", async ({ error, body }) => {
    await expect(body()).rejects.toThrow(error);
  });

  test("knows only orders 1 and 2", async () => {
    await expect(gradCheck((x) => x!, [leaf([1])], { order: 3 as 2 })).rejects.toThrow(ArgumentError);
  });
});
