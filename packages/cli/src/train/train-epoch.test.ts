import { cpu } from "@convoke/backend-cpu";
import { manualSeed, setBackend } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { PyTorchMLP } from "@convoke/models";
import { Dropout, Flatten, Linear, parameters, Sequential, stateDict } from "@convoke/nn";
import { beforeEach, expect, test, vi } from "vitest";
import { RunError } from "../command/errors.js";
import { evaluate } from "./evaluate.js";
import { optimizers, type OptimizerName } from "./optimizers.js";
import { stripes } from "../data/stripes.test-data.js";
import { type Step, trainEpoch } from "./train-epoch.js";

vi.setConfig({ testTimeout: 60_000 });
beforeEach(() => setBackend(cpu()));
const never = new AbortController().signal;

async function trained(optimizerName: OptimizerName, lr: number, seed: number) {
  manualSeed(seed);
  const model = new PyTorchMLP(784, 10);
  const loader = new DataLoader(stripes(80), { batchSize: 16, shuffle: true, seed });
  const optimizer = await optimizers[optimizerName].make(parameters(model), lr);
  const steps: Step[] = [];
  for (let epoch = 0; epoch < 10; epoch++) for await (const step of trainEpoch(model, loader, optimizer, never)) steps.push(step);
  return { model, steps };
}

test.each(["sgd", "adam", "adamw"] as const)("%s learns", async (name) => {
  const { model, steps } = await trained(name, name === "sgd" ? 0.1 : 0.01, 1);
  expect(steps).toHaveLength(50);
  expect(steps.at(-1)!.loss).toBeLessThan(steps[0]!.loss / 2);
  expect((await evaluate(model, stripes(20), 10, never)).accuracy).toBeGreaterThan(0.9);
});

test("the same seed gives the same bits, another seed others", async () => {
  const [first, again, other] = [await trained("sgd", 0.1, 5), await trained("sgd", 0.1, 5), await trained("sgd", 0.1, 6)];
  const bits = ({ model }: typeof first) => Object.entries(stateDict(model)).map(([key, tensor]) => [key, tensor.dataSync()]);
  expect(again.steps).toEqual(first.steps);
  expect(bits(again)).toEqual(bits(first));
  expect(bits(other)).not.toEqual(bits(first));
});

test("dropout is on, also after an evaluation", async () => {
  const dropout = new Dropout(0.5), model = new Sequential(new Flatten(), dropout, new Linear(784, 10));
  await evaluate(model, stripes(10), 10, never);
  for await (const _ of trainEpoch(model, new DataLoader(stripes(10), { batchSize: 10 }), await optimizers.sgd.make(parameters(model), 0.01), never)) expect(dropout.training).toBe(true);
  expect(dropout.training).toBe(true);
});

test("an interrupt ends the epoch after the current batch", async () => {
  const controller = new AbortController();
  const stopped = new Error("stopped");
  const model = new PyTorchMLP(784, 10);
  const optimizer = await optimizers.sgd.make(parameters(model), 0.01);
  let steps = 0;
  const training = async (): Promise<void> => {
    for await (const _ of trainEpoch(model, new DataLoader(stripes(20), { batchSize: 2 }), optimizer, controller.signal)) {
      if (++steps === 3) controller.abort(stopped);
    }
  };
  await expect(training()).rejects.toBe(stopped);
  expect(steps).toBe(3);
});

test("a learning rate that is too high is named", async () => {
  await expect(trained("sgd", 1e20, 1)).rejects.toThrow(RunError);
  await expect(trained("sgd", 1e20, 1)).rejects.toThrow(/^training stopped: the loss is (NaN|Infinity).*\nhint: .*--lr$/s);
});
