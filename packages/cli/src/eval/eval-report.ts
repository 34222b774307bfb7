import { countParameters } from "@convoke/nn";
import { RunError } from "../command/errors.js";
import type { Data } from "../data/data.js";
import { firstOf } from "../data/split-images.js";
import type { Trained } from "../models/load-trained.js";
import { evaluate } from "../train/evaluate.js";
import { type ClassResult, classResults, type Mistake, mostConfused } from "./class-results.js";
import { roll } from "./roll.js";

/** Of how many pixels, and how often a network is right then. */
export interface ShiftResult {
  readonly down: number;
  readonly right: number;
  readonly accuracy: number;
}

/** All that `convoke eval` finds out; what `--json` prints. */
export interface EvalReport {
  readonly model: string;
  readonly parameters: number;
  readonly data: string;
  readonly images: number;
  readonly accuracy: number;
  readonly loss: number;
  readonly classes: readonly ClassResult[];
  /** `confusion[t][p]`: how many images of class t were taken for class p. */
  readonly confusion: readonly (readonly number[])[];
  readonly mostConfused: readonly Mistake[];
  readonly shifts: readonly ShiftResult[];
}

/** How far the images are moved. */
export const shifts: readonly (readonly [down: number, right: number])[] = [[0, 0], [2, 2], [4, 4], [6, -6]];

/** Tests a network on the first `limit` test images, 0 for all, also moved where `moved` says so. */
export async function evalReport({ name, layer, classes: trainedOn }: Trained, data: Data, limit: number, moved: boolean, signal: AbortSignal): Promise<EvalReport> {
  const { classes } = data;
  if (trainedOn !== null && trainedOn.join("/") !== classes.join("/")) {
    throw new RunError(`the weights tell ${trainedOn.join(", ")} apart, but the data are ${classes.join(", ")}`);
  }
  const test = firstOf(data.test, limit === 0 ? data.test.length : limit);
  const { accuracy, loss, confusion } = await evaluate(layer, test, classes.length, signal);
  const results: ShiftResult[] = [];
  for (const [down, right] of moved ? shifts : []) {
    const { accuracy: there } = down === 0 && right === 0 ? { accuracy } : await evaluate(layer, test, classes.length, signal, (images) => roll(images, down, right));
    results.push({ down, right, accuracy: there });
  }
  return {
    model: name,
    parameters: countParameters(layer),
    data: data.title,
    images: test.length,
    accuracy,
    loss,
    classes: classResults(confusion, classes),
    confusion,
    mostConfused: mostConfused(confusion, classes, 5),
    shifts: results,
  };
}
