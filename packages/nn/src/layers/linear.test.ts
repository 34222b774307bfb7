import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, linear, memory, rand, setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { Linear } from "./linear.js";

setBackend(cpu());

test("is core's linear of its weight and bias", () => {
  const layer = new Linear(4, 3);
  const input = rand([2, 5, 4]);
  expect(layer.forward(input).dataSync()).toEqual(linear(input, layer.weight, layer.bias).dataSync());
  expect(layer.forward(input).shape).toEqual([2, 5, 3]);
});

test("bias false, positionally and as an option", () => {
  expect(new Linear(4, 3, false).bias).toBeNull();
  expect(new Linear(4, 3, { bias: false }).bias).toBeNull();
  expect(String(new Linear(4, 3, false))).toBe("Linear(inFeatures=4, outFeatures=3, bias=false)");
});

test("parameters have the dtype and backend asked for, and only they stay alive", () => {
  const other = cpu();
  const before = memory().tensors;
  const layer = new Linear(4, 3, { dtype: "float64", backend: other });
  expect(memory().tensors).toBe(before + 2);
  expect([layer.weight.dtype, layer.weight.backend, layer.bias?.backend]).toEqual(["float64", other, other]);
});

test("errors", () => {
  expect(() => new Linear(0, 3)).toThrow(new ArgumentError("Linear: inFeatures is 0, expected an integer of at least 1"));
  expect(() => new Linear(4, 2.5)).toThrow("Linear: outFeatures is 2.5, expected an integer of at least 1");
  expect(() => new Linear(4, 3, { biases: false } as object)).toThrow('Linear: unknown option "biases", expected one of bias, dtype, backend, generator');
});
