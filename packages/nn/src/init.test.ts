import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, type Cell, Generator, memory, Parameter, setBackend, tidy, zeros } from "@convoke/core";
import { expect, test } from "vitest";
import { constant, gainOf, kaimingNormal, kaimingUniform, normal, uniform, xavierNormal, xavierUniform } from "./init.js";

setBackend(cpu());
const generator = (): Generator => new Generator(5);
const weight = (): Parameter => new Parameter(zeros([40, 20, 3, 5]));    // 12,000 values, fanIn 300, fanOut 600

function moments(cell: Cell): { mean: number; deviation: number; least: number; most: number } {
  const data = Array.from(cell.dataSync());
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length);
  return { mean, deviation, least: Math.min(...data), most: Math.max(...data) };
}

/** With 12,000 samples mean and deviation scatter by 1 / √12000 = 0.9 % of the deviation. */
const share = 0.04;

test.each([
  ["uniform", (cell: Cell) => uniform(cell, -1, 3, { generator: generator() }), -1, 3],
  ["kaimingUniform", (cell: Cell) => kaimingUniform(cell, { generator: generator() }), -Math.sqrt(2) * Math.sqrt(3 / 300), Math.sqrt(6 / 300)],
  ["kaimingUniform a, fanOut", (cell: Cell) => kaimingUniform(cell, { a: Math.sqrt(5), mode: "fanOut", generator: generator() }), -1 / Math.sqrt(600), 1 / Math.sqrt(600)],
  ["kaimingUniform tanh", (cell: Cell) => kaimingUniform(cell, { nonlinearity: "tanh", generator: generator() }), (-5 / 3) * 0.1, (5 / 3) * 0.1],
  ["xavierUniform", (cell: Cell) => xavierUniform(cell, { gain: 2, generator: generator() }), -2 * Math.sqrt(6 / 900), 2 * Math.sqrt(6 / 900)],
])("%s fills its interval evenly", (_name, init, low, high) => {
  const { mean, deviation, least, most } = moments(init(weight()));
  const width = high - low;
  expect(least).toBeGreaterThanOrEqual(Math.fround(low));
  expect(most).toBeLessThanOrEqual(Math.fround(high));
  expect(least).toBeLessThan(low + width / 1000);
  expect(most).toBeGreaterThan(high - width / 1000);
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan(share * width);
  expect(deviation / (width / Math.sqrt(12))).toBeCloseTo(1, 1);
});

test.each([
  ["normal", (cell: Cell) => normal(cell, 2, 0.5, { generator: generator() }), 2, 0.5],
  ["kaimingNormal", (cell: Cell) => kaimingNormal(cell, { nonlinearity: "relu", generator: generator() }), 0, Math.sqrt(2 / 300)],
  ["xavierNormal", (cell: Cell) => xavierNormal(cell, { generator: generator() }), 0, Math.sqrt(2 / 900)],
])("%s has its mean and deviation", (_name, init, mean, deviation) => {
  const seen = moments(init(weight()));
  expect(Math.abs(seen.mean - mean)).toBeLessThan(share * deviation);
  expect(Math.abs(seen.deviation / deviation - 1)).toBeLessThan(share);
  expect(seen.most - mean).toBeGreaterThan(3 * deviation);    // not uniform: that would end at √3 deviations
});

test("constant", () => {
  expect(constant(new Parameter(zeros([2, 2])), 0.25).toString()).toContain("0.2500, 0.2500");
});

test("the cell itself is returned, in its dtype, and nothing else stays alive", () => {
  const cell = tidy(() => new Parameter(zeros([3, 2], { dtype: "float64" })));
  const before = memory();
  expect(kaimingUniform(cell)).toBe(cell);
  expect(cell.dtype).toBe("float64");
  expect(cell.requiresGrad).toBe(true);
  expect(memory()).toEqual(before);
});

test("the same generator seed gives the same values", () => {
  const draw = (): number[] => Array.from(kaimingUniform(weight(), { generator: generator() }).dataSync());
  expect(draw()).toEqual(draw());
});

test("gains are PyTorch's", () => {
  expect([gainOf("linear"), gainOf("sigmoid"), gainOf("tanh"), gainOf("relu"), gainOf("leakyRelu"), gainOf("leakyRelu", 1)]).toEqual([
    1, 1, 5 / 3, Math.SQRT2, Math.sqrt(2 / 1.0001), 1,
  ]);
});

test("errors", () => {
  const vector = new Parameter(zeros([3]));
  expect(() => kaimingUniform(vector)).toThrow(new ArgumentError("kaimingUniform: fanIn and fanOut need at least two axes, got shape [3]"));
  expect(() => xavierNormal(vector)).toThrow("xavierNormal: fanIn and fanOut need at least two axes");
  expect(() => kaimingNormal(weight(), { mode: "fan_in" as "fanIn" })).toThrow('kaimingNormal: mode is "fan_in", expected "fanIn" or "fanOut"');
  expect(() => kaimingNormal(weight(), { nonlinearity: "selu" as "relu" })).toThrow('gainOf: nonlinearity is "selu", expected one of linear, sigmoid');
  expect(() => uniform(weight(), 0, 1, { seed: 1 } as object)).toThrow('uniform: unknown option "seed"');
});
