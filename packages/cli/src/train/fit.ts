import type { Layer } from "@convoke/core";
import type { ImageBatch } from "@convoke/data";
import { parameters } from "@convoke/nn";
import type { Data } from "../data/data.js";
import { count } from "../terminal/format.js";
import { evaluate } from "./evaluate.js";
import type { History } from "./history.js";
import { optimizers } from "./optimizers.js";
import type { Reporter } from "./reporter.js";
import type { Settings } from "./settings.js";
import { trainEpoch } from "./train-epoch.js";

export interface Training {
  readonly settings: Settings;
  readonly model: Layer;
  /** Batches, and how many an epoch has. */
  readonly loader: Iterable<ImageBatch> & { readonly length: number };
  readonly data: Data;
  readonly history: History;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Saves what there is; called after every epoch. */
  readonly keep: () => Promise<void>;
}

/** Trains for all epochs and validates after each; returns the seconds that training took, without validation. */
export async function fit({ settings, model, loader, data: { val, classes }, history, reporter, signal, keep }: Training): Promise<number> {
  const { epochs, lr } = settings;
  const optimizer = await optimizers[settings.optimizer].make(parameters(model), lr);
  const steps = epochs * loader.length;
  let step = 0;
  let trainSeconds = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const begin = performance.now();
    const seconds = (): number => (performance.now() - begin) / 1000;
    for await (const result of trainEpoch(model, loader, optimizer, signal)) {
      history.addStep(result);
      step++;
      for (const group of optimizer.groups) group.lr = lr * (1 - step / steps);
      const { images, loss, accuracy } = history.current;
      const secondsLeft = (trainSeconds + seconds()) * (steps / step - 1);
      reporter.step({ epoch, epochs, done: step / steps, secondsLeft, imagesPerSecond: images / seconds(), loss, accuracy });
    }
    const took = seconds();
    trainSeconds += took;
    const imagesPerSecond = history.current.images / took;
    if (val.length > 0) reporter.busy(`validating on ${count(val.length)} images`);
    const measured = val.length > 0 ? await evaluate(model, val, classes.length, signal) : null;
    reporter.epoch({ ...history.endEpoch(measured), epochs, seconds: took, imagesPerSecond });
    await keep();
  }
  return trainSeconds;
}
