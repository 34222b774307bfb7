import { ArgumentError } from "../errors/argument-error.js";
import { closeScope, currentScope, openScope, type Scope } from "./scope.js";
import { Tensor } from "./tensor.js";
import type { GradNode, Variable } from "./variable.js";

/**
 * Runs `body` and disposes every tensor made inside, except what it returns and what a Parameter, a Buffer or an optimizer took over.
 *
 * Tensors are found in returned arrays, plain objects and Maps. Wrap one training step in one `tidy`.
 *
 * @throws {ArgumentError} when `body` is async: tensors would be disposed while it still runs.
 * @example
 * const loss = tidy(() => { const output = model.forward(x); return crossEntropy(output, y); });
 */
export function tidy<T>(body: () => T): T {
  const scope = openScope();
  let result: T;
  try {
    result = body();
  } catch (error) {
    closeScope(scope);
    disposeAll(scope, new Set());
    throw error;
  }
  closeScope(scope);
  if (result instanceof Promise) {
    disposeAll(scope, new Set());
    result.catch(() => {}); // It will fail on disposed tensors; the error below says why.
    throw new ArgumentError("tidy: the function is async, expected a synchronous one", { hint: "read with await after tidy returned" });
  }
  const kept = new Set<Tensor>();
  collectTensors(result, kept);
  disposeAll(scope, kept);
  return result;
}

function disposeAll(scope: Scope, kept: Set<Tensor>): void {
  const outer = currentScope();
  if (scope.nodes.length > 0) {
    const alive = reachableNodes([...kept, ...scope.roots], scope.nodes[0]!.id);
    for (const node of scope.nodes) {
      if (!alive.has(node)) node.release();
      else outer?.nodes.push(node);
    }
  }
  for (const tensor of scope.tensors) {
    if (!kept.has(tensor)) tensor.dispose("tidy");
    else outer?.tensors.add(tensor);
  }
  outer?.roots.push(...scope.roots);
}

/** The recorded ops, from number `since` on, that the gradients of `tensors` need. */
function reachableNodes(tensors: readonly Tensor[], since: number): Set<GradNode> {
  const reached = new Set<GradNode>();
  const pending: (Variable | null)[] = tensors.map((tensor) => tensor.variable);
  while (pending.length > 0) {
    const node = pending.pop()?.node;
    if (!node || node.id < since || reached.has(node)) continue;
    reached.add(node);
    pending.push(...node.inputs);
  }
  return reached;
}

/** Every tensor in a value: itself, array elements, values of plain objects, maps. */
function collectTensors(value: unknown, into: Set<Tensor>, seen = new Set<object>()): void {
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Tensor) into.add(value);
  else if (Array.isArray(value)) for (const item of value) collectTensors(item, into, seen);
  else if (value instanceof Map) for (const item of value.values()) collectTensors(item, into, seen);
  else if (isPlain(value)) for (const item of Object.values(value)) collectTensors(item, into, seen);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
