import { readFile } from "node:fs/promises";
import { ArgumentError } from "@convoke/core";
import { modelFrom, type TrainedModel } from "../model-from.js";
import { type PretrainedName, pretrainedUrls } from "../pretrained.js";

/**
 * A network that was trained for this package, with its weights and what must be done to images before.
 *
 * **Shapes**: its model makes [N, 10] of [N, 1, 28, 28].
 *
 * @throws {ArgumentError} `loadPretrained: there is no net "resnet", expected one of lenet-mnist, cnn-gap-mnist, cnn-fashion-mnist`
 * @example
 * const { model, mean, std } = await loadPretrained("lenet-mnist");
 */
export async function loadPretrained(name: PretrainedName): Promise<TrainedModel> {
  if (!Object.hasOwn(pretrainedUrls, name)) {
    throw new ArgumentError(`loadPretrained: there is no net ${JSON.stringify(name)}, expected one of ${Object.keys(pretrainedUrls).join(", ")}`);
  }
  return modelFrom(await readFile(pretrainedUrls[name]));
}
