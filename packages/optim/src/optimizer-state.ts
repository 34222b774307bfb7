import { ArgumentError, type Backend, Cell, type Parameter, Tensor } from "@convoke/core";

/** What an optimizer remembers of one parameter: cells, which no `tidy` disposes, and the number of steps. */
export type ParameterState = { step?: number } & Record<string, Cell | number | undefined>;

/** The same as plain values. */
export type SavedState = Readonly<Record<string, Tensor | number>>;

/** All that an optimizer needs to go on where another one stopped. */
export interface OptimizerStateDict {
  /** Under the number of a parameter, counted through all groups; one that never had a gradient has none. */
  readonly state: Readonly<Record<number, SavedState>>;
  /** Each group's options, and its parameters by number. */
  readonly groups: readonly (Readonly<Record<string, unknown>> & { readonly params: readonly number[] })[];
}

/** A snapshot: the cells change later, what it holds does not. */
export function saveState(state: ParameterState): SavedState {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, value instanceof Cell ? value.detach() : value!]));
}

/**
 * A saved state as cells; `where` starts the message of an error.
 *
 * @throws {ArgumentError} when it does not have these names, or does not fit the parameter.
 */
export function loadState(where: string, saved: SavedState, names: readonly string[], parameter: Parameter): ParameterState {
  const found = Object.keys(saved);
  if (found.length !== names.length || !names.every((name) => found.includes(name))) {
    throw new ArgumentError(`${where} has ${found.join(", ")}, expected ${names.join(", ") || "nothing"}`);
  }
  for (const [name, value] of Object.entries(saved)) {
    const [given, expected] = [kindOf(value, parameter.backend), name === "step" ? "number" : kindOf(parameter, parameter.backend)];
    if (given !== expected) throw new ArgumentError(`${where}: ${name} is ${given}, expected ${expected}`);
  }
  return Object.fromEntries(found.map((name) => [name, saved[name] instanceof Tensor ? new Cell(saved[name]) : saved[name]]));
}

/** float32 [3, 4]; the backend is named where it is not the one expected. */
function kindOf(value: unknown, backend: Backend): string {
  if (!(value instanceof Tensor)) return typeof value;
  const place = value.backend === backend ? "" : ` on another backend (${value.backend.name})`;
  return `${value.dtype} [${value.shape.join(", ")}]${place}`;
}
