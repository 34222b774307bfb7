import { ArgumentError, defaultGenerator, type Generator } from "@convoke/core";
import { isRasterImage, type RasterImage } from "../image/raster-image.js";

/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How to make a transform again, as JSON: its name and its arguments. */
export type Recipe = readonly [name: string, ...args: readonly Json[]];

/** One step from an image towards a tensor; random ones draw from the generator. Any such function can stand in `compose`. */
export type Step<In, Out> = (input: In, generator: Generator) => Out;

/**
 * A step with a recipe, so that it can travel with the weights and to the workers of a loader: `transformFrom(transform.recipe)` makes it again.
 *
 * Where no generator is given, random transforms draw from the one that `manualSeed` seeds.
 */
export interface Transform<In, Out> {
  (input: In, generator?: Generator): Out;
  readonly recipe: Recipe;
}

export function defineTransform<In, Out>(recipe: Recipe, step: Step<In, Out>): Transform<In, Out> {
  return Object.assign((input: In, generator: Generator = defaultGenerator()) => step(input, generator), { recipe });
}

/** A transform that takes an image, and says so when it gets something else. */
export function defineImageTransform<Out>(recipe: Recipe, step: Step<RasterImage, Out>): Transform<RasterImage, Out> {
  return defineTransform(recipe, (image, generator) => {
    if (!isRasterImage(image)) {
      throw new ArgumentError(`${recipe[0]}: input is no image, expected { width, height, channels, data } with as many numbers as that says`, {
        hint: "decodeImage makes one; toTensor() comes after all transforms of images",
      });
    }
    return step(image, generator);
  });
}
