import { ArgumentError, ShapeError, Tensor } from "@convoke/core";
import { shapeOf } from "../trace/run-model.js";

/** One image (or row of features) as a batch of one, and a model. */
export function checkOneInput(name: string, input: Tensor): void {
  if (!(input instanceof Tensor)) throw new ArgumentError(`${name}: input is ${typeof input}, expected a Tensor`);
  if (input.rank < 2 || input.shape[0] !== 1) {
    throw new ShapeError(`${name}: input has shape ${shapeOf(input)}, expected one image as a batch of one: [1, channels, height, width]`, { hint: "input.unsqueeze(0), or input.slice([i, i + 1])" });
  }
}

export function checkScores(name: string, output: Tensor, batch = 1): void {
  if (output.rank !== 2 || output.shape[0] !== batch) throw new ShapeError(`${name}: the model gives ${shapeOf(output)}, expected class scores [${batch}, classes]`);
}

/** The given class, or the one with the highest score. */
export function resolveTarget(name: string, target: number | undefined, scores: ArrayLike<number>): number {
  if (target === undefined) return Array.from(scores).reduce((best, score, at) => (score > scores[best]! ? at : best), 0);
  if (!Number.isInteger(target) || target < 0 || target >= scores.length) {
    throw new ArgumentError(`${name}: target is ${target}, expected a class from 0 to ${scores.length - 1}`);
  }
  return target;
}

