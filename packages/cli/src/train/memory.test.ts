import { cpu } from "@convoke/backend-cpu";
import { memory, setBackend } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { SlidesCnn } from "@convoke/models";
import { parameters } from "@convoke/nn";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.js";
import { optimizers } from "./optimizers.js";
import { stripes } from "../data/stripes.test-data.js";
import { trainEpoch } from "./train-epoch.js";

// Alone in its file: garbage of other tests, collected meanwhile, would change the count.
test("an epoch and an evaluation leave no tensors behind", { timeout: 60_000 }, async () => {
  setBackend(cpu());
  const model = new SlidesCnn();
  const optimizer = await optimizers.sgd.make(parameters(model), 0.01);
  const never = new AbortController().signal;
  const epoch = async (): Promise<void> => {
    for await (const { images } of trainEpoch(model, new DataLoader(stripes(20), { batchSize: 8 }), optimizer, never)) expect(images).toBeGreaterThan(0);
    await evaluate(model, stripes(20), 10, never);
  };
  await epoch();                    // makes the optimizer's state
  const before = memory();
  await epoch();
  expect(memory()).toEqual(before);
});
