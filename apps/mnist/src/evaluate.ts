import { setImmediate as nextTurn } from "node:timers/promises";
import { argmax, crossEntropy, type Layer, noGrad, tidy } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { evaluate as evaluateMode } from "@convoke/nn";
import type { Digits } from "./data.js";

export interface Evaluation {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** The share that is classified right, 0 … 1. */
  readonly accuracy: number;
  /** `confusion[t][p]`: how many images of digit t were taken for digit p. */
  readonly confusion: readonly (readonly number[])[];
}

/** How well the model does on a data set; it learns nothing from it. */
export async function evaluate(model: Layer, dataset: Digits, signal: AbortSignal): Promise<Evaluation> {
  evaluateMode(model);
  const confusion = Array.from({ length: 10 }, () => new Array<number>(10).fill(0));
  let loss = 0;
  for (const { images, labels } of new DataLoader(dataset, { batchSize: 500 })) {
    const batch = tidy(() => noGrad(() => {
      const output = model.forward(images);                                          // [B, 10]
      return { predicted: argmax(output, 1), loss: crossEntropy(output, labels, { reduction: "sum" }) };
    }));
    const [targets, predicted] = await Promise.all([labels.data(), batch.predicted.data()]);
    targets.forEach((target, i) => confusion[target]![predicted[i]!]!++);
    loss += await batch.loss.item();
    for (const tensor of [images, labels, batch.predicted, batch.loss]) tensor.dispose();
    await nextTurn();                                                                // lets Ctrl-C through
    signal.throwIfAborted();
  }
  const right = confusion.reduce((count, row, digit) => count + row[digit]!, 0);
  return { loss: loss / dataset.length, accuracy: right / dataset.length, confusion };
}
