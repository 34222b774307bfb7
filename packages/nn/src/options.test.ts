import { ArgumentError } from "@convoke/core";
import { expect, test } from "vitest";
import { checkInteger, resolveOptions } from "./options.js";

interface Options {
  readonly stride?: number | readonly [number, number];
  readonly bias?: boolean;
  readonly dtype?: string;
}
const resolve = (...given: unknown[]): Partial<Options> => resolveOptions<Options>("Layer", given, ["stride", "bias"], ["dtype"]);

test("positional arguments and an options object say the same", () => {
  expect(resolve()).toEqual({});
  expect(resolve([2, 1], false)).toEqual({ stride: [2, 1], bias: false });
  expect(resolve({ bias: false, stride: [2, 1] })).toEqual({ stride: [2, 1], bias: false });
  expect(resolve({ dtype: "float64" })).toEqual({ dtype: "float64" });
});

test("undefined means the default", () => {
  expect(resolve(undefined, false)).toStrictEqual({ bias: false });
  expect(resolve({ stride: undefined })).toStrictEqual({});
});

test("an unknown option is an error", () => {
  expect(() => resolve({ strides: 2 })).toThrow(new ArgumentError('Layer: unknown option "strides", expected one of stride, bias, dtype'));
});

test("an argument too many is an error", () => {
  expect(() => resolve(1, true, "float64")).toThrow(new ArgumentError("Layer: argument float64 is one too many, expected options or stride, bias"));
  expect(() => resolve({ stride: 1 }, true)).toThrow("Layer: argument true is one too many");
});

test.each([0, 1.5, Number.NaN])("checkInteger refuses %s", (value) => {
  expect(() => checkInteger("Linear", "inFeatures", value, 1)).toThrow(new ArgumentError(`Linear: inFeatures is ${value}, expected an integer of at least 1`));
});
