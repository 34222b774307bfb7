import { Buffer, Parameter } from "@convoke/core";
import { fieldsOf } from "./fields.js";

/**
 * Everything in a model, depth first in the order of the fields, with its state-dict key: the model itself (""), layers, arrays, parameters, buffers.
 *
 * What is shared comes once for every way to it, as in PyTorch's state dicts; a way never goes through the same object twice.
 */
export function* walk(value: object, key = "", path: Set<object> = new Set()): Generator<readonly [key: string, value: object]> {
  if (path.has(value)) return;
  yield [key, value];
  if (value instanceof Parameter || value instanceof Buffer) return;
  path.add(value);
  for (const [name, field] of fieldsOf(value)) yield* walk(field, key === "" ? name : `${key}.${name}`, path);
  path.delete(value);
}
