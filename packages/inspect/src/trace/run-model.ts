import { ArgumentError, ConvokeError, type Layer, Tensor } from "@convoke/core";
import { inEvaluationMode } from "./evaluation-mode.js";
import { type LayerObserver, layerTitle, observeLayers } from "./observe-layers.js";

/**
 * `model.forward(input)` in evaluation mode, observed. An error names the layer that it came from and the shapes.
 *
 * @throws an error of the same class as the layer's: `summary: layer 7 (Linear) fails on [1, 800], with [1, 1, 20, 20] into the model: linear: …`
 */
export function runModel(name: string, model: Layer, input: Tensor, observer: LayerObserver = {}): Tensor {
  checkModel(name, model);
  let where = "";
  const fail: LayerObserver["fail"] = ({ key, layer, input: given }) => (where = `${layerTitle(key, layer)} fails on ${shapeOf(given)}`);
  let output: unknown;
  try {
    output = inEvaluationMode(model, () => observeLayers(name, model, { ...observer, fail }, () => model.forward(input)));
  } catch (error) {
    if (where === "") throw error;
    throw wrapped(`${name}: ${where}, with ${shapeOf(input)} into the model`, error);
  }
  if (!(output instanceof Tensor)) throw new ArgumentError(`${name}: the model's forward gives ${typeof output}, expected a Tensor`);
  return output;
}

export function checkModel(name: string, model: unknown): asserts model is Layer {
  if (typeof model !== "object" || model === null || !("forward" in model) || typeof model.forward !== "function") {
    throw new ArgumentError(`${name}: the model is ${model === null ? "null" : typeof model}, expected a layer with a forward method`);
  }
}

export function shapeOf(value: unknown): string {
  return value instanceof Tensor ? `[${value.shape.join(", ")}]` : `${value === null ? "null" : typeof value}`;
}

/** Of the cause's class, so that a ShapeError stays one. */
function wrapped(prefix: string, cause: unknown): Error {
  const { hint, details } = ConvokeError.isInstance(cause) ? cause : { hint: undefined, details: {} };
  const message = (cause instanceof Error ? cause.message : String(cause)).replace(`\nhint: ${hint}`, "");
  const options = { cause, details, ...(hint !== undefined && { hint }) };
  const Class = cause instanceof ConvokeError ? (cause.constructor as new (message: string, options: object) => Error) : ArgumentError;
  return new Class(`${prefix}: ${message}`, options);
}
