import { expect, test } from "vitest";
import { readOptions, rerunAddress } from "./options.js";

test("without a query everything is checked, and nothing begins by itself", () => {
  expect(readOptions("")).toEqual({ backends: null, ops: null, runs: 25, seed: 0, steps: 300, auto: [] });
});

test("what the address asks for", () => {
  expect(readOptions("?backends=cpu,gpujs-webgl2,abacus&ops=conv2d,relu&runs=2&seed=7&steps=5&auto=1"))
    .toEqual({ backends: ["cpu", "gpujs-webgl2"], ops: ["conv2d", "relu"], runs: 2, seed: 7, steps: 5, auto: ["check", "train"] });
  expect(readOptions("?runs=-1&steps=x&seed=0.5&auto=train")).toMatchObject({ runs: 25, steps: 300, seed: 0, auto: ["train"] });
});

test("the address of a failing check asks for that check", () => {
  expect(readOptions(rerunAddress("gpujs-webgl", "conv2d", { runs: 1000, seed: 3 })))
    .toEqual({ backends: ["gpujs-webgl"], ops: ["conv2d"], runs: 1000, seed: 3, steps: 300, auto: ["check"] });
});
