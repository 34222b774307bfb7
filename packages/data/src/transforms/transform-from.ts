import { ArgumentError } from "@convoke/core";
import { centerCrop } from "./center-crop.js";
import { colorJitter } from "./color-jitter.js";
import { compose } from "./compose.js";
import { grayscale, rgb } from "./grayscale.js";
import { normalize } from "./normalize.js";
import { randomCrop } from "./random-crop.js";
import { randomHorizontalFlip } from "./random-horizontal-flip.js";
import { randomRotation } from "./random-rotation.js";
import { resize } from "./resize.js";
import { toTensor } from "./to-tensor.js";
import type { Json, Recipe, Step, Transform } from "./transform.js";

const factories: ReadonlyMap<string, unknown> = /* @__PURE__ */ new Map<string, unknown>(
  Object.entries({ centerCrop, colorJitter, grayscale, normalize, randomCrop, randomHorizontalFlip, randomRotation, resize, rgb, toTensor }),
);
const maxDepth = 8;

/**
 * Makes a transform from its recipe, which may come from a file that is not trusted.
 *
 * @throws {ArgumentError} for what is no recipe, and what the transforms themselves refuse.
 * @example
 * const text = JSON.stringify(compose([resize([28, 28]), toTensor()]).recipe); // for the metadata of a safetensors file
 * const prepare = transformFrom<RasterImage, HostTensor>(JSON.parse(text));
 */
export function transformFrom<In, Out>(recipe: Recipe): Transform<In, Out> {
  return make(recipe, 0) as Transform<In, Out>;
}

function make(recipe: Json, depth: number): Transform<unknown, unknown> {
  if (!Array.isArray(recipe) || typeof recipe[0] !== "string") {
    throw new ArgumentError(`transformFrom: a recipe is ${short(recipe)}, expected [name, …arguments]`);
  }
  const [name, ...args] = recipe as unknown as Recipe;
  if (name === "custom") {
    throw new ArgumentError(`transformFrom: the recipe has a step of your own, ${short(args[0] ?? "")}, expected the library's only`);
  }
  if (name === "compose") {
    if (depth === maxDepth) throw new ArgumentError(`transformFrom: the recipe nests deeper than ${maxDepth} levels`);
    if (!Array.isArray(args[0])) throw new ArgumentError(`transformFrom: compose is of ${short(args[0] ?? null)}, expected a list of recipes`);
    return compose((args[0] as readonly Json[]).map((step) => make(step, depth + 1)) as readonly Step<unknown, unknown>[]);
  }
  const factory = factories.get(name) as ((...args: readonly Json[]) => Transform<unknown, unknown>) | undefined;
  if (!factory) throw new ArgumentError(`transformFrom: there is no transform ${short(name)}, expected one of compose, ${[...factories.keys()].join(", ")}`);
  return factory(...args);
}

/** A piece of a recipe as it may stand in a message. */
const short = (value: Json): string => (JSON.stringify(value) ?? "undefined").slice(0, 80);
