import { ArgumentError } from "@convoke/core";
import { defineTransform, type Recipe, type Step, type Transform } from "./transform.js";

/**
 * Steps one after the other as one transform. torchvision: `Compose`.
 *
 * A step may be a function of your own, `(input, generator) => output`; the whole then has a recipe that cannot be made again (its name is "custom"), so
 * that it stays out of files and of workers.
 *
 * @throws {ArgumentError} for no steps, or a step that is no function.
 * @example
 * const prepare = compose([resize(32), centerCrop(28), grayscale(), toTensor(), normalize([0.5], [0.5])]);
 */
export function compose<A, B>(steps: readonly [Step<A, B>]): Transform<A, B>;
export function compose<A, B, C>(steps: readonly [Step<A, B>, Step<B, C>]): Transform<A, C>;
export function compose<A, B, C, D>(steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>]): Transform<A, D>;
export function compose<A, B, C, D, E>(steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>]): Transform<A, E>;
export function compose<A, B, C, D, E, F>(steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>, Step<E, F>]): Transform<A, F>;
export function compose<A, B, C, D, E, F, G>(steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>, Step<E, F>, Step<F, G>]): Transform<A, G>;
export function compose<A, B, C, D, E, F, G, H>(
  steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>, Step<E, F>, Step<F, G>, Step<G, H>],
): Transform<A, H>;
export function compose<A>(steps: readonly Step<A, A>[]): Transform<A, A>;
export function compose(steps: readonly Step<unknown, unknown>[]): Transform<unknown, unknown> {
  if (!Array.isArray(steps) || steps.length === 0 || !steps.every((step) => typeof step === "function")) {
    throw new ArgumentError("compose: steps are not a list of functions, expected at least one");
  }
  const recipes = steps.map((step): Recipe => (step as Partial<Transform<unknown, unknown>>).recipe ?? ["custom", step.name]);
  return defineTransform(["compose", recipes], (input, generator) => steps.reduce((value, step) => step(value, generator), input));
}
