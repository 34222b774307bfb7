import { cpu } from "@convoke/backend-cpu";
import { Generator, type Layer, setBackend } from "@convoke/core";
import { expect, test } from "vitest";
import { goldenInitialisation } from "../../../conformance/src/golden/golden-training.js";
import { BatchNorm2d, Conv2d, Linear, stateDict } from "../index.js";

setBackend(cpu());
const generator = new Generator(11);
const layers: Record<string, Layer> = {
  "torch.nn.Linear(784, 50)": new Linear(784, 50, { generator }),
  "torch.nn.Conv2d(3, 16, 3)": new Conv2d(3, 16, 3, { generator }),
  "torch.nn.Conv2d(4, 8, (3, 5), groups=2)": new Conv2d(4, 8, [3, 5], { groups: 2, generator }),
  "torch.nn.BatchNorm2d(5)": new BatchNorm2d(5),
};

test.each(goldenInitialisation())("$snippet starts as in PyTorch", ({ snippet, state }) => {
  const values = stateDict(layers[snippet]!);
  expect(Object.keys(values)).toEqual(Object.keys(state));
  for (const [key, expected] of Object.entries(state)) {
    const data = Array.from(values[key]!.dataSync());
    expect(values[key]!.shape, key).toEqual(expected.shape);
    if (expected.distribution === "constant") {
      expect(new Set(data), key).toEqual(new Set([expected.value]));
      continue;
    }
    const { bound } = expected;
    const most = Math.max(...data.map(Math.abs));
    const meanSquare = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    expect(most, key).toBeLessThanOrEqual(bound * (1 + 1e-6));
    // The greatest of n even draws falls short of the bound by more than 10 / n of it once in e¹⁰ times.
    expect(most, key).toBeGreaterThan(bound * (1 - 10 / data.length));
    // The mean square is bound² / 3; with n draws it scatters by √(4 / 5n) of that. Five times that once in a million.
    expect(Math.abs((3 * meanSquare) / bound ** 2 - 1), key).toBeLessThan(5 * Math.sqrt(0.8 / data.length));
  }
});

test("layers made after manualSeed, or with generators of one seed, start alike", () => {
  const draw = (): number[] => Array.from(new Conv2d(2, 3, 3, { generator: new Generator(3) }).weight.dataSync());
  expect(draw()).toEqual(draw());
});
