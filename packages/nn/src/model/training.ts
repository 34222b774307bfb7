import { isLayer } from "./fields.js";
import { parameters } from "./parameters.js";
import { walk } from "./walk.js";

/**
 * Sets `training` on a layer and on all layers in it: dropout drops, batch norm uses the batch's statistics. PyTorch: `Module.train`.
 *
 * @example
 * train(model);
 */
export function train(layer: object): void {
  setTraining(layer, true);
}

/** Clears `training` on a layer and on all layers in it: dropout does nothing, batch norm uses the running statistics. PyTorch: `Module.eval`. */
export function evaluate(layer: object): void {
  setTraining(layer, false);
}

/** Drops the gradients of all parameters. PyTorch: `Module.zero_grad`. */
export function zeroGrad(layer: object): void {
  for (const parameter of parameters(layer)) parameter.grad = null;
}

function setTraining(layer: object, training: boolean): void {
  for (const [, value] of walk(layer)) if (isLayer(value)) Object.assign(value, { training });
}
