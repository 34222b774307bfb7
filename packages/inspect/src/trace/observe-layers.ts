import { ArgumentError, type Layer, observe, type OpEvent } from "@convoke/core";
import { namedLayers } from "@convoke/nn";
import { type LayerCall, typeOf } from "./layer-call.js";

export interface LayerObserver {
  /** An op, with the innermost layer that runs. Fused layers run unfused then. */
  readonly op?: (event: OpEvent, call: LayerCall) => void;
  readonly leave?: (call: LayerCall, output: unknown) => void;
  /** The innermost layer that throws. */
  readonly fail?: (call: LayerCall, error: unknown) => void;
}

/**
 * Runs `body` and reports every call of a layer of `model` and every op with its layer.
 *
 * The live layers' `forward` is replaced while `body` runs, and put back whatever happens: a layer used twice makes two calls, one that is called by
 * another's `forward` is its child, and what a layer computes without inner layers are ops of its own.
 *
 * @throws {ArgumentError} for a frozen layer, whose forward cannot be replaced.
 */
export function observeLayers<T>(name: string, model: object, observer: LayerObserver, body: () => T): T {
  const keys = new Map<Layer, string[]>();
  for (const [key, layer] of namedLayers(model)) keys.set(layer, [...(keys.get(layer) ?? []), key]);
  const restore: (() => void)[] = [];
  const calls = new Map<string, number>();
  let current: LayerCall | null = null;
  let failure: unknown;

  const call = (layer: Layer, forward: Layer["forward"], inputs: Parameters<Layer["forward"]>): unknown => {
    const parent = current;
    const key = keyOf(keys.get(layer)!, layer, parent);
    const count = (calls.get(key) ?? 0) + 1;
    calls.set(key, count);
    const made: LayerCall = { key, name: count === 1 ? key : `${key}:${count}`, layer, input: inputs[0], parent, children: [] };
    parent?.children.push(made);
    current = made;
    try {
      const output: unknown = Reflect.apply(forward, layer, inputs);
      observer.leave?.(made, output);
      return output;
    } catch (error) {
      if (failure !== error) observer.fail?.(made, error);
      failure = error;
      throw error;
    } finally {
      current = parent;
    }
  };

  try {
    for (const [layer, [key]] of keys) {
      if (!Object.isExtensible(layer)) throw new ArgumentError(`${name}: ${layerTitle(key!, layer)} is frozen, expected a layer whose forward can be observed`);
      const own = Object.getOwnPropertyDescriptor(layer, "forward");
      const { forward } = layer;
      Object.defineProperty(layer, "forward", {
        value: (...inputs: Parameters<Layer["forward"]>) => call(layer, forward, inputs), configurable: true, writable: true, enumerable: own?.enumerable ?? false,
      });
      restore.push(() => void (own ? Object.defineProperty(layer, "forward", own) : Reflect.deleteProperty(layer, "forward")));
    }
    const { op } = observer;
    return op ? observe((event) => current && op(event, current), body) : body();
  } finally {
    for (const undo of restore) undo();
  }
}

/** `layer 3 (Conv2d)`, or `the model (Net)`. */
export function layerTitle(key: string, layer: object): string {
  return key === "" ? `the model (${typeOf(layer)})` : `layer ${key} (${typeOf(layer)})`;
}

/** A shared layer has several keys: its calls inside of one parent take those below the parent in turn. */
function keyOf(keys: readonly string[], layer: Layer, parent: LayerCall | null): string {
  const below = keys.filter((key) => parent === null || parent.key === "" || key.startsWith(`${parent.key}.`));
  const before = parent?.children.filter((other) => other.layer === layer).length ?? 0;
  return below[Math.min(before, below.length - 1)] ?? keys[0]!;
}
