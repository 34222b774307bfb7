import { count } from "../terminal/format.js";
import type { Run } from "./checkpoint.js";
import { evaluate } from "./evaluate.js";
import type { History } from "./history.js";
import type { Reporter } from "./reporter.js";
import { trainEpoch } from "./train-epoch.js";

export interface Training extends Run {
  /** Also of the epochs before, where a run goes on. */
  readonly history: History;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** Saves what there is; called after every epoch. */
  readonly keep: () => Promise<void>;
}

/** Trains for all epochs that are not done and validates after each; returns the seconds that training took, without validation. */
export async function fit({ settings, model, optimizer, loader, data: { val, classes }, history, reporter, signal, keep }: Training): Promise<number> {
  const { epochs, lr } = settings;
  const steps = epochs * loader.length;
  const first = history.epochs.length * loader.length;
  let step = first;
  let trainSeconds = 0;
  const setRate = (): void => optimizer.groups.forEach((group) => void (group.lr = lr * (1 - step / steps)));
  setRate();
  for (let epoch = history.epochs.length + 1; epoch <= epochs; epoch++) {
    const begin = performance.now();
    const seconds = (): number => (performance.now() - begin) / 1000;
    for await (const result of trainEpoch(model, loader, optimizer, signal)) {
      history.addStep(result);
      step++;
      setRate();
      const { images, loss, accuracy } = history.current;
      const secondsLeft = ((trainSeconds + seconds()) * (steps - step)) / (step - first);
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
