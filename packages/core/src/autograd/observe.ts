import { ArgumentError } from "../errors/argument-error.js";
import type { Tensor } from "../tensor/tensor.js";

/** One op as it ran. Views (reshape, permute, slice …) are reported too, and "identity" where an op had nothing to do (dropout in evaluation). */
export interface OpEvent {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Tensor | null | undefined>>;
  /** Plain JSON. */
  readonly attributes: object;
  readonly output: Tensor;
}

export type Observer = (event: OpEvent) => void;

const observers: Observer[] = [];
let reporting = false;

/** Whether anybody observes; fused ops run unfused then. */
export function isObserved(): boolean {
  return observers.length > 0 && !reporting;
}

/** @internal */
export function report(event: OpEvent): void {
  reporting = true; // What observers compute is not observed.
  try {
    for (const observer of observers) observer(event);
  } finally {
    reporting = false;
  }
}

/** @internal Another handle on the input, from an op that has nothing to do: an observer sees that too, or it would lose the thread. */
export function identity(input: Tensor, parts: Parameters<Tensor["alias"]>[0] = {}): Tensor {
  const output = input.alias(parts);
  if (isObserved()) report({ name: "identity", inputs: { input }, attributes: {}, output });
  return output;
}

/**
 * Runs `body` and reports every op in it: name, inputs, attributes, output.
 *
 * The one interception point: profilers, summaries, feature-map hooks and exporters build on it.
 *
 * @throws {ArgumentError} when `body` is async.
 * @example
 * const names: string[] = [];
 * observe(({ name }) => names.push(name), () => relu(add(x, y)));
 * names; // ["add", "relu"]
 */
export function observe<T>(observer: Observer, body: () => T): T {
  observers.push(observer);
  let result: T;
  try {
    result = body();
  } finally {
    observers.splice(observers.lastIndexOf(observer), 1);
  }
  if (result instanceof Promise) {
    result.catch(() => {});
    throw new ArgumentError("observe: the function is async, expected a synchronous one", { hint: "await outside of observe" });
  }
  return result;
}
