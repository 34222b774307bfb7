import { ArgumentError, DTypeError, ShapeError } from "@convoke/core";
import { expect, test } from "vitest";
import type { TensorDataDict } from "../tensor-data.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import { everyDType } from "./python.test-data.js";

const float = (...values: number[]) => ({ shape: [values.length], dtype: "float32", data: new Float32Array(values) }) as const;
const byte = { shape: [1], dtype: "uint8", data: new Uint8Array(1) } as const;

const tensors: TensorDataDict = {
  "😀": byte,
  mask: { shape: [3], dtype: "bool", data: new Uint8Array([1, 0, 1]) },
  "\uffff": byte,
  double: { shape: [2], dtype: "float64", data: new Float64Array([Math.PI, -0]) },
  'hé "q"\\\n\u0001': byte,
  "b.weight": { shape: [2, 3], dtype: "float32", data: new Float32Array([1.5, -2, 3.25, 0, 1e-38, Infinity]) },
  empty: { shape: [0, 4], dtype: "float32", data: new Float32Array(0) },
  steps: { shape: [], dtype: "int32", data: new Int32Array([1234]) },
  pixels: { shape: [1, 3], dtype: "uint8", data: new Uint8Array([0, 128, 255]) },
  "a.bias": float(0.1, -7),
};

test("the bytes equal those of Python's safetensors", () => {
  expect(Buffer.from(encodeSafetensors(tensors, { format: "pt" })).toString("base64")).toBe(everyDType);
});

test("the order of the keys changes nothing", () => {
  const reversed = Object.fromEntries(Object.entries(tensors).reverse());
  expect(encodeSafetensors(reversed, { b: "1", a: "2" })).toEqual(encodeSafetensors(tensors, { a: "2", b: "1" }));
});

test("a view writes its own part of its buffer", () => {
  const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  expect(encodeSafetensors({ w: { shape: [2], dtype: "float32", data: view } })).toEqual(encodeSafetensors({ w: float(1, 2) }));
});

test("the data starts at a multiple of 8", () => {
  for (let length = 1; length <= 9; length++) {
    const file = encodeSafetensors({ ["x".repeat(length)]: float(1) });
    expect((file.length - 4) % 8).toBe(0);
    expect(new DataView(file.buffer).getUint32(0, true)).toBe(file.length - 8 - 4);
  }
});

const refused: [string, new (...args: never[]) => Error, TensorDataDict, string][] = [
  ["a shape of another size", ShapeError, { w: { ...float(1, 2), shape: [3] } }, 'tensor "w" has shape [3] (3 elements), but data of 2 elements'],
  ["a negative length", ShapeError, { w: { ...float(1), shape: [-1, -1] } }, "is not a list of non-negative integers, got [-1,-1]"],
  ["data of another dtype", DTypeError, { w: { ...float(1), dtype: "float64" } }, "of dtype float64 has data that is not a Float64Array"],
  ["an unknown dtype", DTypeError, { w: { ...float(1), dtype: "float16" as "float32" } }, 'has dtype "float16", expected one of float64, '],
  ["float64 as F16", DTypeError, { w: { shape: [1], dtype: "float64", data: new Float64Array(1), storedAs: "F16" } }, 'tensor "w" of dtype float64 is to be stored as "F16", expected "F16" or "BF16" of float32, or "I64" of int32'],
  ["an unknown dtype of the file", DTypeError, { w: { ...float(1), storedAs: "F8" as "F16" } }, 'is to be stored as "F8", expected "F16" or "BF16" of float32'],
  ["a bool of 2", DTypeError, { w: { shape: [1], dtype: "bool", data: new Uint8Array([2]) } }, "values other than 0 and 1"],
  ["the name of the metadata", ArgumentError, { __metadata__: float(1) }, "a name that the format keeps for itself"],
  ["the name __proto__", ArgumentError, { ["__proto__"]: float(1) }, "a name that the format keeps for itself"],
  ["half a surrogate pair", ArgumentError, { "\ud800": float(1) }, "half a surrogate pair"],
];
test.each(refused)("%s is refused", (_, errorClass, bad, message) => {
  expect(() => encodeSafetensors(bad)).toThrow(errorClass);
  expect(() => encodeSafetensors(bad)).toThrow(message);
});

test("metadata holds strings only", () => {
  expect(() => encodeSafetensors({}, { seed: 3 as unknown as string })).toThrow('encodeSafetensors: metadata "seed" is a number, expected a string');
  expect(() => encodeSafetensors({}, { ["__proto__"]: "x" })).toThrow(ArgumentError);
  expect(() => encodeSafetensors({}, { note: "\udfff" })).toThrow(ArgumentError);
});
