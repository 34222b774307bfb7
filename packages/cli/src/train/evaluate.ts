import { setImmediate as nextTurn } from "node:timers/promises";
import { argmax, crossEntropy, type Layer, noGrad, slice, type Tensor, tidy } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { evaluate as evaluateMode } from "@convoke/nn";
import type { Images } from "../data/data.js";

export interface Evaluation {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** The share that is classified right, 0 … 1. */
  readonly accuracy: number;
  /** `confusion[t][p]`: how many images of class t were taken for class p. */
  readonly confusion: readonly (readonly number[])[];
}

/** How well the model does on a data set, `change`d before it sees them; it learns nothing from it. */
export async function evaluate(model: Layer, dataset: Images, classes: number, signal: AbortSignal, change = (images: Tensor) => images): Promise<Evaluation> {
  evaluateMode(model);
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (const { images, labels } of new DataLoader(dataset, { batchSize: 500 })) {
    const batch = tidy(() => noGrad(() => {
      const all = model.forward(change(images));                                     // [B, outputs]
      const output = all.shape[1]! > classes ? slice(all, null, [0, classes]) : all;  // [B, classes]
      return { predicted: argmax(output, 1), loss: crossEntropy(output, labels, { reduction: "sum" }) };
    }));
    const [targets, predicted] = await Promise.all([labels.data(), batch.predicted.data()]);
    targets.forEach((target, i) => confusion[target]![predicted[i]!]!++);
    loss += await batch.loss.item();
    for (const tensor of [images, labels, batch.predicted, batch.loss]) tensor.dispose();
    await nextTurn();                                                                // lets Ctrl-C through
    signal.throwIfAborted();
  }
  const right = confusion.reduce((count, row, label) => count + row[label]!, 0);
  return { loss: loss / dataset.length, accuracy: right / dataset.length, confusion };
}
