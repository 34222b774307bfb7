import { cpu } from "@convoke/backend-cpu";
import { setBackend } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { PyTorchMLP } from "@convoke/models";
import { parameters } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import { expect, test } from "vitest";
import type { Data } from "../data/data.js";
import { stripes } from "../data/stripes.test-data.js";
import { fit } from "./fit.js";
import { History } from "./history.js";
import type { Reporter } from "./reporter.js";
import type { Settings } from "./settings.js";

test("the learning rate falls to 0 in equal steps; weights are kept and images validated after every epoch", async () => {
  setBackend(cpu());
  const model = new PyTorchMLP(784, 10), optimizer = new SGD(parameters(model), { lr: 0.5 });      // fit sets the rate
  const rates: number[] = [], said: string[] = [];
  const reporter: Pick<Reporter, "step" | "epoch" | "busy"> = {
    step: ({ done }) => {
      rates.push(optimizer.groups[0]!.lr);
      said.push(`${100 * done} %`);
    },
    busy: (what) => said.push(what),
    epoch: ({ epoch, valAccuracy }) => said.push(`epoch ${epoch} ${typeof valAccuracy}`),
  };
  await fit({
    settings: { epochs: 2, lr: 0.1, optimizer: "sgd" } as Settings,
    model, optimizer,
    loader: new DataLoader(stripes(20), { batchSize: 10 }),
    data: { val: stripes(10), classes: Array.from({ length: 10 }, (_, digit) => String(digit)) } as unknown as Data,
    history: new History(2),
    reporter: reporter as Reporter,
    signal: new AbortController().signal,
    keep: async () => void said.push("kept"),
  });
  expect(rates).toHaveLength(4);
  rates.forEach((rate, step) => expect(rate).toBeCloseTo([0.075, 0.05, 0.025, 0][step]!, 12));
  expect(said.filter((each) => !each.endsWith("%"))).toEqual(["validating on 10 images", "epoch 1 number", "kept", "validating on 10 images", "epoch 2 number", "kept"]);
  expect(said.filter((each) => each.endsWith("%"))).toEqual(["25 %", "50 %", "75 %", "100 %"]);
});
