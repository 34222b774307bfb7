import { ArgumentError } from "../errors/argument-error.js";
import type { Tensor } from "../tensor/tensor.js";

/** One op as it ran. Views (reshape, permute, slice …) are reported too. */
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
