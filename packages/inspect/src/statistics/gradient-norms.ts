import { ArgumentError } from "@convoke/core";
import { namedLayers } from "@convoke/nn";
import { typeOf } from "../trace/layer-call.js";
import { ownParameters } from "../trace/own-parameters.js";

export interface GradientNorm {
  /** The state-dict key. */
  readonly layer: string;
  readonly type: string;
  /** √ Σ g² over all gradients of the layer's own parameters; `null` when none has one. */
  readonly norm: number | null;
}

/**
 * The length of the gradient of each layer that has parameters, after a backward pass, in the order of the fields: where it vanishes, learning stops.
 *
 * It is added up in double precision: a gradient of 1e-30 is not 0.
 *
 * @throws {ArgumentError} when no parameter has a gradient.
 * @example
 * crossEntropy(model.forward(x), y).backward();
 * console.log(await gradientNorms(model)); // [{ layer: "0", type: "Conv2d", norm: 0.31 }, …]
 */
export async function gradientNorms(model: object): Promise<GradientNorm[]> {
  const seen = new Set<object>();
  const layers = namedLayers(model).filter(([, layer]) => !seen.has(layer) && seen.add(layer) && ownParameters(layer).length > 0);
  const norms = await Promise.all(layers.map(async ([key, layer]) => {
    const gradients = await Promise.all(ownParameters(layer).flatMap(({ grad }) => (grad ? [grad.data()] : [])));
    let squares = 0;
    for (const data of gradients) for (const value of data) squares += value * value;
    return { layer: key, type: typeOf(layer), norm: gradients.length === 0 ? null : Math.sqrt(squares) };
  }));
  if (norms.every(({ norm }) => norm === null)) throw new ArgumentError("gradientNorms: no parameter has a gradient, expected a backward pass before");
  return norms;
}
