import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { conv2d, crossEntropy, grad, gradCheck, linear, memory, noGrad, observe, Parameter, randn, setBackend, sum, tensor, tidy } from "./index.js";

setBackend(cpu());

test("the first example", async () => {
  const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
  x.square().sum().backward();
  expect(await x.grad!.toArray()).toEqual([[2, 4], [6, 8]]);
});

test("gradients", async () => {
  const x = randn([1, 2, 4, 4], { dtype: "float64", requiresGrad: true }), w = randn([3, 2, 2, 2], { dtype: "float64", requiresGrad: true });
  const [gradX] = grad(sum(conv2d(x, w).square()), [x], { createGraph: true });
  expect(grad(sum(gradX!), [w])[0]!.shape).toEqual([3, 2, 2, 2]);
  expect(noGrad(() => conv2d(x, w)).requiresGrad).toBe(false);
  expect(await gradCheck((a, b) => conv2d(a!, b!), [x, w], { order: 2 })).toBeLessThan(1e-6);
});

test("memory", () => {
  const weight = tidy(() => new Parameter(randn([3, 4]))), images = randn([2, 4]), labels = tensor([0, 2], { dtype: "int32" });
  const counts = Array.from({ length: 3 }, () => {
    using loss = tidy(() => {
      const value = crossEntropy(linear(images, weight), labels);
      value.backward();
      return value;
    });
    expect(loss.itemSync()).toBeGreaterThan(0);
    return memory();
  });
  expect(counts[1]).toEqual(counts[2]);
});

test("looking inside", () => {
  const names: string[] = [];
  observe(({ name }) => names.push(name), () => sum(tensor([1, 2]).relu()));
  expect(names).toEqual(["relu", "sum", "reshape"]);
});
