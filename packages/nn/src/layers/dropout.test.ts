import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, Generator, ones, setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { evaluate, train } from "../model/training.js";
import { Dropout } from "./dropout.js";

setBackend(cpu());
const input = ones([50, 40]);

test("drops a share p in training and scales the others up", () => {
  const data = new Dropout(0.2, { generator: new Generator(1) }).forward(input).dataSync();
  const dropped = data.filter((value) => value === 0).length;
  expect(new Set(data)).toEqual(new Set([0, 1.25]));
  expect(Math.abs(dropped - 400)).toBeLessThan(5 * Math.sqrt(2000 * 0.2 * 0.8));    // five deviations
});

test("changes nothing after evaluate, and drops again after train", () => {
  const layer = new Dropout();
  evaluate(layer);
  expect(layer.forward(input).dataSync()).toEqual(input.dataSync());
  train(layer);
  expect(layer.forward(input).dataSync()).toContain(0);
});

test("draws anew in each call, from its own generator", () => {
  const layer = new Dropout(0.5, { generator: new Generator(1) });
  const [first, second] = [layer.forward(input).dataSync(), layer.forward(input).dataSync()];
  expect(first).not.toEqual(second);
  expect(new Dropout(0.5, { generator: new Generator(1) }).forward(input).dataSync()).toEqual(first);
});

test("errors and printing", () => {
  expect(() => new Dropout(1.5)).toThrow(new ArgumentError("Dropout: p is 1.5, expected 0 … 1"));
  expect(() => new Dropout(0.5, { inplace: true } as object)).toThrow('Dropout: unknown option "inplace", expected one of generator');
  expect(String(new Dropout(0.1))).toBe("Dropout(p=0.1)");
});
