import { DataError, type Layer, tensor, tidy } from "@convoke/core";
import { decodeSafetensors } from "@convoke/formats";
import { evaluate, loadStateDict } from "@convoke/nn";
import { makeModel, modelNames } from "./make-model.js";

/** A network with the weights of a file, and what must be known to use it. */
export interface TrainedModel {
  /** In evaluation mode, on the current backend. */
  readonly model: Layer;
  /** It was trained on images of (pixel / 255 − mean) / std. */
  readonly mean: number;
  readonly std: number;
  /** What its outputs stand for; "0" … "9" where the file does not say. */
  readonly classes: readonly string[];
  /** All that the file says: data set, test accuracy, the command that made it, and `preprocessing`, a recipe for `transformFrom` of `@convoke/data`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The network of a safetensors file whose metadata names one of `modelNames`: a file of this package, or the `weights.safetensors` of a training run.
 *
 * **Shapes**: its model makes [N, 10] of [N, 1, 28, 28].
 *
 * @throws {DataError} for a file that is corrupt or of another model; {@link ArgumentError} that lists the weights which do not fit.
 * @example
 * const response = await fetch(pretrainedUrls["lenet-mnist"]);
 * const { model, mean, std } = modelFrom(new Uint8Array(await response.arrayBuffer()));
 */
export function modelFrom(bytes: Uint8Array): TrainedModel {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const name = modelNames.find((known) => known === metadata["model"]);
  if (name === undefined) throw new DataError(`modelFrom: the file's model is ${show(metadata["model"])}, expected one of ${modelNames.join(", ")}`);
  const model = makeModel(name);
  tidy(() => {
    const weights = Object.entries(tensors).map(([key, { shape, dtype, data }]) => [key, tensor(data, { shape, dtype })] as const);
    loadStateDict(model, Object.fromEntries(weights));
  });
  evaluate(model);
  return { model, mean: numberOf(metadata, "mean"), std: numberOf(metadata, "std", 0), classes: classesOf(metadata["classes"]), metadata };
}

function numberOf(metadata: Readonly<Record<string, string>>, key: string, above = -Infinity): number {
  const number = Number(metadata[key] || NaN);
  if (number > above && number < Infinity) return number;
  throw new DataError(`modelFrom: the file's ${key} is ${show(metadata[key])}, expected a number${above === 0 ? " above 0" : ""}`);
}

function classesOf(text: string | undefined): readonly string[] {
  if (text === undefined) return Array.from("0123456789");
  try {
    const classes: unknown = JSON.parse(text);
    if (Array.isArray(classes) && classes.length === 10 && classes.every((name) => typeof name === "string")) return classes;
  } catch {
    // told below
  }
  throw new DataError(`modelFrom: the file's classes are ${show(text)}, expected ten names as JSON`);
}

/** What a file says, short enough for a message. */
function show(text: string | undefined): string {
  return text === undefined ? "not given" : JSON.stringify(text.slice(0, 80));
}
