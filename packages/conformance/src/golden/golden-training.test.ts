import { expect, test } from "vitest";
import { goldenInitialisation, goldenOptimizers, goldenTraining } from "./golden-training.js";

test("each optimizer has five steps on both parameters, in float32 and float64", () => {
  const { shapes, parameters, gradients, cases } = goldenOptimizers();
  const sizes = shapes.map((shape) => shape.reduce((product, size) => product * size, 1));
  expect(parameters.map(({ length }) => length)).toEqual(sizes);
  expect(gradients.map((step) => step.map(({ length }) => length))).toEqual([sizes, sizes, sizes, sizes, sizes]);
  expect(new Set(cases.map(({ optimizer }) => optimizer))).toEqual(new Set(["SGD", "Adam", "AdamW"]));
  for (const { name, optimizer, snippet, float32, float64 } of cases) {
    expect(snippet).toContain(`torch.optim.${optimizer}(parameters`);
    for (const steps of [float32, float64]) {
      expect(steps.map((step) => step.map(({ length }) => length)), name).toEqual([sizes, sizes, sizes, sizes, sizes]);
    }
  }
});

test("plain SGD is θ − lr · g, so the table reads as documented", () => {
  const { parameters, gradients, cases } = goldenOptimizers();
  const plain = cases.find(({ optimizer, name }) => optimizer === "SGD" && name === "plain");
  const first = parameters.map((values, index) => values.map((value, at) => value - 0.1 * (gradients[0]?.[index]?.[at] ?? Number.NaN)));
  for (const [index, values] of first.entries()) {
    for (const [at, value] of values.entries()) expect(plain?.float64[0]?.[index]?.[at]).toBeCloseTo(value, 11);
  }
});

test("training has PyTorch's state-dict keys, five batches and five states a run", () => {
  const { initial, batches, runs, inputShape } = goldenTraining();
  const keys = ["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias"];
  expect(Object.keys(initial)).toEqual(keys);
  expect(inputShape).toEqual([4, 1, 8, 8]);
  expect(batches.map(({ input, target }) => [input.length, target.length])).toEqual(Array.from({ length: 5 }, () => [256, 4]));
  expect(runs.map(({ optimizer }) => optimizer)).toEqual(["SGD", "Adam"]);
  for (const run of runs) {
    for (const { losses, after } of [run.float32, run.float64]) {
      expect(losses.length).toBe(5);
      expect(after.length).toBe(5);
      for (const state of after) {
        for (const key of keys) expect(state[key]?.length, key).toBe(initial[key]?.data.length);
      }
    }
  }
});

test("initial distributions are uniform within 1 / sqrt(fan-in), or constant", () => {
  const layers = goldenInitialisation();
  expect(layers.map(({ snippet }) => snippet)).toContain("torch.nn.Linear(784, 50)");
  for (const { snippet, state } of layers) {
    for (const [key, value] of Object.entries(state)) {
      if (value.distribution === "constant") {
        expect([0, 1], key).toContain(value.value);
      } else {
        expect(value.bound, `${snippet} ${key}`).toBeGreaterThanOrEqual(Math.max(-value.seenMin, value.seenMax));
        expect(value.seenMax - value.seenMin, `${snippet} ${key}`).toBeGreaterThan(value.bound);
      }
    }
  }
});
