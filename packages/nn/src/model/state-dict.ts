import { ArgumentError, type Backend, Buffer, type Cell, checkOptions, Parameter, Tensor } from "@convoke/core";
import { walk } from "./walk.js";

export interface LoadOptions {
  /** Whether every key must be found on both sides; default true. */
  readonly strict?: boolean;
}

/** What a load that is not strict left out. */
export interface LoadResult {
  readonly missingKeys: readonly string[];
  readonly unexpectedKeys: readonly string[];
}

/**
 * The values of all parameters and buffers under PyTorch's keys. PyTorch: `Module.state_dict`.
 *
 * Keys are the field names on the way, in snake_case, joined by dots: `this.convLayers = new Sequential(new Conv2d(1, 16, 3))` gives
 * `conv_layers.0.weight`. A tensor that is shared comes under each of its keys.
 *
 * It is a snapshot: training goes on without changing it, and nothing is copied until then.
 *
 * @throws {ArgumentError} when two fields have the same key.
 * @example
 * const best = stateDict(model);
 * // … more epochs …
 * loadStateDict(model, best);
 */
export function stateDict(layer: object): Record<string, Tensor> {
  return Object.fromEntries([...cellsByKey("stateDict", layer)].map(([key, cell]) => [key, cell.detach()]));
}

/**
 * Takes over the values of a state dict; a problem is an error, and nothing has changed then. PyTorch: `Module.load_state_dict`.
 *
 * Without `strict` missing and unexpected keys are returned instead; wrong shapes, dtypes and backends remain errors.
 *
 * @throws {ArgumentError} that lists every missing key, unexpected key and tensor that does not fit.
 */
export function loadStateDict(layer: object, dict: Readonly<Record<string, Tensor>>, options: LoadOptions = {}): LoadResult {
  checkOptions("loadStateDict", options, ["strict"]);
  const { strict = true } = options;
  const cells = cellsByKey("loadStateDict", layer);
  const missingKeys = [...cells.keys()].filter((key) => !Object.hasOwn(dict, key));
  const unexpectedKeys = Object.keys(dict).filter((key) => !cells.has(key));
  const found = [...cells].filter(([key]) => Object.hasOwn(dict, key)).map(([key, cell]) => ({ key, cell, tensor: dict[key]! }));
  const problems = found.flatMap(({ key, cell, tensor }) => {
    const [given, expected] = [kindOf(tensor, cell.backend), kindOf(cell, cell.backend)];
    return given === expected ? [] : [`${key} is ${given}, expected ${expected}`];
  });
  if (strict && unexpectedKeys.length > 0) problems.unshift(`unexpected keys ${unexpectedKeys.join(", ")}`);
  if (strict && missingKeys.length > 0) problems.unshift(`missing keys ${missingKeys.join(", ")}`);
  if (problems.length > 0) throw new ArgumentError(`loadStateDict: ${problems.join("; ")}`, { details: { missingKeys, unexpectedKeys } });
  for (const { cell, tensor } of found) cell.assign(tensor);
  return { missingKeys, unexpectedKeys };
}

function cellsByKey(name: string, layer: object): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const [key, value] of walk(layer)) {
    if (!(value instanceof Parameter || value instanceof Buffer)) continue;
    if (cells.has(key)) throw new ArgumentError(`${name}: two fields have the key ${key}, expected one`);
    cells.set(key, value);
  }
  return cells;
}

/** float32 [3, 4]; the backend is named where it is not the one expected. */
function kindOf(tensor: unknown, backend: Backend): string {
  if (!(tensor instanceof Tensor)) return "not a Tensor";
  const place = tensor.backend === backend ? "" : ` on another backend (${tensor.backend.name})`;
  return `${tensor.dtype} [${tensor.shape.join(", ")}]${place}`;
}
