import { cpu } from "@convoke/backend-cpu";
import { crossEntropy, memory, Parameter, setBackend, type Tensor, tensor, tidy } from "@convoke/core";
import { Conv2d, Flatten, Linear, loadStateDict, MaxPool2d, parameters, ReLU, Sequential, stateDict } from "@convoke/nn";
import { describe, expect, test } from "vitest";
import { type GoldenOptimizerCase, goldenOptimizers, goldenTraining } from "../../conformance/src/golden/golden-training.js";
import { Adam, AdamW, type OptimizerOptions, SGD } from "./index.js";

setBackend(cpu());
const makers = { SGD, Adam, AdamW };
const make = ({ optimizer, options }: Pick<GoldenOptimizerCase, "optimizer" | "options">, params: Parameter[]): SGD | Adam | AdamW =>
  new makers[optimizer](params, options as Partial<OptimizerOptions>);

/** The greatest difference, relative to the greatest expected value. */
function distance(actual: Tensor, expected: readonly number[]): number {
  const data = actual.dataSync();
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(data[i]! - value))) / scale;
}

/** PyTorch's digits in the vectors are rounded to 12 in float64 and to 9 in float32. */
const precisions = [["float32", 3e-7], ["float64", 6e-12]] as const;

describe.each(precisions)("%s", (dtype, allowed) => {
  const { shapes, parameters: start, gradients, cases } = goldenOptimizers();

  test.each(cases)("$optimizer, $name: five steps as in PyTorch", (golden) => {
    const params = start.map((data, i) => new Parameter(tensor([...data], { shape: shapes[i]!, dtype })));
    const optimizer = make(golden, params);
    for (const [step, values] of gradients.entries()) {
      params.forEach((parameter, i) => (parameter.grad = tensor([...values[i]!], { shape: shapes[i]!, dtype })));
      optimizer.step();
      params.forEach((parameter, i) => expect(distance(parameter, golden[dtype][step]![i]!), `step ${step}, parameter ${i}`).toBeLessThan(allowed));
    }
  });
});

describe.each([["float32", 2e-6], ["float64", 1e-11]] as const)("%s", (dtype, allowed) => {
  const { initial, batches, runs, inputShape } = goldenTraining();

  test.each(runs)("five training steps of a small CNN with $optimizer give PyTorch's weights", (golden) => {
    const options = { padding: 1, dtype };
    const model = new Sequential(
      new Conv2d(1, 4, 3, options), new ReLU(), new MaxPool2d(2),
      new Conv2d(4, 6, 3, options), new ReLU(), new MaxPool2d(2),
      new Flatten(), new Linear(6 * 2 * 2, 10, { dtype }),
    );
    loadStateDict(model, Object.fromEntries(Object.entries(initial).map(([key, { shape, data }]) => [key, tensor([...data], { shape, dtype })])));
    const optimizer = make(golden, parameters(model));
    const live: number[] = [];
    for (const [step, batch] of batches.entries()) {
      const loss = tidy(() => {
        optimizer.zeroGrad();
        const output = model.forward(tensor([...batch.input], { shape: inputShape, dtype }));
        const loss = crossEntropy(output, tensor([...batch.target], { dtype: "int32" }));
        loss.backward();
        optimizer.step();
        return loss.itemSync();
      });
      expect(Math.abs(loss / golden[dtype].losses[step]! - 1), `loss of step ${step}`).toBeLessThan(allowed);
      tidy(() => {
        for (const [key, value] of Object.entries(stateDict(model))) {
          expect(distance(value, golden[dtype].after[step]![key]!), `${key} after step ${step}`).toBeLessThan(allowed);
        }
      });
      live.push(memory().tensors);
    }
    expect(new Set(live.slice(1)).size).toBe(1);
  });
});
