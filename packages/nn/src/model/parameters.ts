import { Buffer, type Cell, Parameter } from "@convoke/core";
import { walk } from "./walk.js";

/**
 * The parameters of a layer and of all layers in it, a shared one once. PyTorch: `Module.parameters`.
 *
 * The layer is walked: its fields, arrays and plain objects in them, and the layers found there. Symbols, `#private` fields and other objects are not seen.
 *
 * @example
 * const optimizer = new SGD(parameters(model), { lr: 0.1 });
 */
export function parameters(layer: object): Parameter[] {
  return namedParameters(layer).map(([, parameter]) => parameter);
}

/** `parameters` with their state-dict keys. PyTorch: `Module.named_parameters`. */
export function namedParameters(layer: object): [key: string, parameter: Parameter][] {
  return distinct(layer, Parameter);
}

/** Running statistics and the like, with their state-dict keys, a shared one once. PyTorch: `Module.named_buffers`. */
export function namedBuffers(layer: object): [key: string, buffer: Buffer][] {
  return distinct(layer, Buffer);
}

/**
 * The number of elements of all parameters.
 *
 * @example
 * countParameters(new Linear(784, 50)); // 39250
 */
export function countParameters(layer: object): number {
  return parameters(layer).reduce((count, { size }) => count + size, 0);
}

function distinct<T extends Cell>(layer: object, kind: abstract new (...args: never[]) => T): [string, T][] {
  const keys = new Map<T, string>();
  for (const [key, value] of walk(layer)) if (value instanceof kind && !keys.has(value)) keys.set(value, key);
  return [...keys].map(([value, key]) => [key, value]);
}
