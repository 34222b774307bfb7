import { extname } from "node:path";
import type { Layer } from "@convoke/core";
import { RunError, UsageError } from "../command/errors.js";
import { suggestion } from "../command/read-arguments.js";
import type { Preset } from "../train/settings.js";
import { catalog, type CatalogEntry, type InputShape } from "./catalog.js";
import { importModel } from "./import-model.js";

/** How the help describes a MODEL that is to be made. */
export const modelAbout = `${Object.keys(catalog).join(", ")}, or a path of a JavaScript module that exports a layer or a function that makes one`;

/** A network that can be made, and what is known of it. */
export interface ModelSource extends Preset {
  readonly name: string;
  readonly make: (classes: number) => Promise<Layer>;
  /** Of the images that it was made for; null is unknown. */
  readonly input: InputShape | null;
  /** How many classes it tells apart; null is unknown, or as many as there are. */
  readonly classes: number | null;
}

/**
 * The network that MODEL names; nothing is made yet.
 *
 * @throws {UsageError} for a name that nobody knows; {@link RunError} for a module without a layer.
 */
export async function findModel(name: string): Promise<ModelSource> {
  if (Object.hasOwn(catalog, name)) return { name, ...(catalog as Readonly<Record<string, CatalogEntry>>)[name]! };
  if (isPath(name)) return { name, about: "a network of your own", epochs: 3, batchSize: 64, limit: 0, valSize: null, classes: null, ...(await importModel(name)) };
  throw new UsageError(`there is no model ${JSON.stringify(name)}${suggestion(name, Object.keys(catalog))}, expected ${modelAbout}`);
}

/** Makes the network for so many classes. */
export async function makeModel(model: ModelSource, classes: number): Promise<Layer> {
  if (model.classes !== null && model.classes < classes) throw new RunError(`the model ${model.name} tells ${model.classes} classes apart, but there are ${classes}`);
  return model.make(classes);
}

const isPath = (name: string): boolean => [".js", ".mjs", ".cjs", ".ts", ".mts"].includes(extname(name)) || /[/\\]/.test(name);
