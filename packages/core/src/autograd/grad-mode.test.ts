import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { ArgumentError, isGradEnabled, mul, noGrad, setBackend, tensor } from "../index.js";

setBackend(cpu());
const x = tensor([2], { requiresGrad: true });

test("noGrad records nothing and returns what its function returns", () => {
  const product = noGrad(() => mul(x, x));
  expect([product.requiresGrad, product.isLeaf, product.itemSync()]).toEqual([false, true, 4]);
});

test("noGrad nests", () => {
  expect(isGradEnabled()).toBe(true);
  noGrad(() => {
    noGrad(() => expect(isGradEnabled()).toBe(false));
    expect(isGradEnabled()).toBe(false);
  });
  expect(isGradEnabled()).toBe(true);
});

test("an exception leaves noGrad as it was", () => {
  expect(() => noGrad(() => noGrad(() => { throw new Error("inside"); }))).toThrow("inside");
  expect(isGradEnabled()).toBe(true);
  expect(mul(x, x).requiresGrad).toBe(true);
});

test("an async function is refused, also one that fails later", async () => {
  const error = new ArgumentError("noGrad: the function is async, expected a synchronous one", { hint: "await outside of noGrad" });
  expect(() => noGrad(async () => 1)).toThrow(error);
  expect(() => noGrad(async () => { await Promise.resolve(); throw new Error("late"); })).toThrow(error);
  await new Promise((resolve) => setImmediate(resolve)); // An unhandled rejection would fail the run.
  expect(isGradEnabled()).toBe(true);
});
