import { setImmediate as nextTurn } from "node:timers/promises";
import { argmax, crossEntropy, eq, type Layer, sum, type Tensor, tidy } from "@convoke/core";
import type { ImageBatch } from "@convoke/data";
import { train as trainMode } from "@convoke/nn";
import { RunError } from "../command/errors.js";
import type { AnyOptimizer } from "./optimizers.js";

/** What one step of training did. */
export interface Step {
  readonly images: number;
  /** Mean cross-entropy of the batch, before the step. */
  readonly loss: number;
  /** How many images of the batch were classified right, before the step. */
  readonly correct: number;
}

/** Goes once through the training images, and stops after the current batch when `signal` says so. */
export async function* trainEpoch(
  model: Layer,
  loader: Iterable<ImageBatch>,
  optimizer: AnyOptimizer,
  signal: AbortSignal,
): AsyncGenerator<Step> {
  trainMode(model);
  // A backend with threads works on while the numbers of earlier steps come back.
  const pending: Promise<Step>[] = [];
  for (const { images, labels } of loader) {
    const { loss, correct } = trainStep(model, optimizer, images, labels);
    const step = readStep(labels.size, loss, correct);
    step.catch(() => {});                                    // told when it is awaited
    pending.push(step);
    for (const tensor of [images, labels, loss, correct]) tensor.dispose();
    if (pending.length > stepsAhead) yield await pending.shift()!;
    await nextTurn();                                        // lets Ctrl-C through
    signal.throwIfAborted();
  }
  for (const step of pending) yield await step;
}

const stepsAhead = 2;

async function readStep(images: number, loss: Tensor, correct: Tensor): Promise<Step> {
  const [meanLoss, right] = await Promise.all([loss.item(), correct.item()]);
  if (!Number.isFinite(meanLoss)) throw diverged(meanLoss);
  return { images, loss: meanLoss, correct: right };
}

/** Predicts, measures the error, finds for every weight which way is downhill, and goes there. */
export function trainStep(model: Layer, optimizer: AnyOptimizer, images: Tensor, labels: Tensor): { loss: Tensor; correct: Tensor } {
  return tidy(() => {
    optimizer.zeroGrad();
    const output = model.forward(images);                    // [B, C, H, W] → [B, classes]
    const loss = crossEntropy(output, labels);               // []
    loss.backward();
    optimizer.step();
    return { loss, correct: sum(eq(argmax(output, 1), labels)) };
  });
}

function diverged(loss: number): RunError {
  return new RunError(`training stopped: the loss is ${loss}, so the weights are useless now\nhint: the learning rate is too high, try a smaller --lr`);
}
