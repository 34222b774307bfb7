import type { Tensor } from "./tensor.js";
import type { GradNode } from "./variable.js";

/** What one running `tidy` will clean up. */
export interface Scope {
  readonly tensors: Set<Tensor>;
  readonly nodes: GradNode[];
  /** Tensors that a cell took over with their graph: it must survive. */
  readonly roots: Tensor[];
}

const scopes: Scope[] = [];

export function currentScope(): Scope | undefined {
  return scopes.at(-1);
}

export function openScope(): Scope {
  const scope: Scope = { tensors: new Set(), nodes: [], roots: [] };
  scopes.push(scope);
  return scope;
}

export function closeScope(scope: Scope): void {
  scopes.splice(scopes.indexOf(scope), 1);
}
