import { fileURLToPath } from "node:url";
import { type Layer, tensor } from "@convoke/core";
import type { Safetensors } from "@convoke/formats";
import { loadSafetensors } from "@convoke/formats/node";
import { pretrainedUrls } from "@convoke/models/pretrained";
import { loadStateDict } from "@convoke/nn";
import { RunError, UsageError } from "../command/errors.js";
import type { Normalization } from "../data/data.js";
import { catalog, type InputShape } from "./catalog.js";
import { findModel, makeModel } from "./load-model.js";

/** A network with its weights, and what they were trained on. */
export interface Trained {
  readonly name: string;
  readonly layer: Layer;
  readonly input: InputShape | null;
  /** null where the file does not say. */
  readonly classes: readonly string[] | null;
  readonly normalization: Normalization | null;
  /** What --data is where it is not given. */
  readonly data: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LoadOptions {
  /** Whether a model without weights will do; default false. */
  readonly untrained?: boolean;
  /** How many classes it tells apart, where no weights say so. */
  readonly classes?: number;
}

const ending = ".safetensors";

/**
 * A trained network: one of those that come with Convoke, a `.safetensors` file that names its model, or a model and the file of its weights. It is made on the current backend.
 *
 * @throws {RunError} for weights that do not fit; DataError for a file that is missing or corrupt.
 */
export async function loadTrained(name: string, weights: string | undefined, { untrained = false, classes: wanted }: LoadOptions = {}): Promise<Trained> {
  if (Object.hasOwn(pretrainedUrls, name)) {
    if (weights !== undefined) throw new UsageError(`--weights is for a MODEL without weights, but ${name} has them`);
    return { ...(await loadTrained(fileURLToPath(pretrainedUrls[name as keyof typeof pretrainedUrls]), undefined)), name };
  }
  if (name.endsWith(ending)) {
    if (weights !== undefined) throw new UsageError(`--weights is for a MODEL without weights, but ${name} has them`);
    const { metadata } = await loadSafetensors(name);
    const model = metadata["model"];
    if (model !== undefined && Object.hasOwn(catalog, model)) return loadTrained(model, name, { untrained });
    throw new RunError(`${name}: its metadata names ${model === undefined ? "no model" : `the model ${model}`}, expected one of ${Object.keys(catalog).join(", ")}\nhint: give the model as MODEL and the file as --weights`);
  }
  const model = await findModel(name);
  const isOwn = !Object.hasOwn(catalog, name);
  if (weights === undefined && !isOwn && !untrained) throw new RunError(`the model ${name} has no weights yet\nhint: add --weights FILE, or give a .safetensors file of convoke train as MODEL, or one of ${Object.keys(pretrainedUrls).join(", ")}`);
  const { tensors, metadata = {} }: Partial<Safetensors> = weights === undefined ? {} : await loadSafetensors(weights);
  const classes = readClasses(metadata);
  const layer = await makeModel(model, classes?.length ?? wanted ?? model.classes ?? 10);
  if (tensors !== undefined) {
    try {
      loadStateDict(layer, Object.fromEntries(Object.entries(tensors).map(([key, { data, shape, dtype }]) => [key, tensor(data, { shape, dtype })])));
    } catch (cause) {
      throw new RunError(`${weights}: does not fit the model ${name}: ${(cause as Error).message}`, { cause });
    }
  }
  return { name, layer, input: model.input, classes, normalization: readNormalization(metadata), data: metadata["dataSet"] === "Fashion-MNIST" ? "fashion" : "mnist", metadata };
}

function readClasses({ classes }: Readonly<Record<string, string>>): readonly string[] | null {
  try {
    const names: unknown = JSON.parse(classes ?? "null");
    return Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string") ? names : null;
  } catch {
    return null;
  }
}

function readNormalization({ mean, std }: Readonly<Record<string, string>>): Normalization | null {
  if (mean === undefined || std === undefined) return null;
  const [means, deviations] = [mean, std].map((text) => text.split(",").map(Number)) as [number[], number[]];
  const valid = means.length === deviations.length && means.every(Number.isFinite) && deviations.every((value) => value > 0 && value < Infinity);
  return valid ? { mean: means, std: deviations } : null;
}
