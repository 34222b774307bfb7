import { ArgumentError, checkOptions, Parameter } from "@convoke/core";

/** Options that every optimizer has. */
export interface OptimizerOptions {
  /** The learning rate. */
  lr: number;
  /** Climbs instead of descending; default false. */
  maximize: boolean;
}

/** Parameters that are updated with the same options; the options may be changed between steps. */
export type ParameterGroup<O> = O & { readonly params: readonly Parameter[] };

type GivenGroup<O> = Partial<O> & { readonly params: Iterable<Parameter> };

/** Parameters, or groups of them with options of their own; what a group leaves out is as for the optimizer. */
export type Trainable<O> = Iterable<Parameter> | Iterable<GivenGroup<O>>;

/**
 * The groups of an optimizer, checked.
 *
 * @throws {ArgumentError} for something else than a Parameter, one that comes twice, none at all, or an unknown option.
 */
export function resolveGroups<O extends OptimizerOptions>(name: string, trainable: Trainable<O>, defaults: O, check: (options: O) => void): ParameterGroup<O>[] {
  const items = listOf<unknown>(name, trainable);
  const given = (items.some(isGroup) ? items : [{ ...defaults, params: items }]) as GivenGroup<O>[];
  const seen = new Set<Parameter>();
  const groups = given.map(({ params, ...own }) => {
    const group = { ...defaults, ...own, params: listOf(name, params) };
    checkOptions(name, own, Object.keys(defaults));
    check(group);
    for (const parameter of group.params) {
      if (!(parameter instanceof Parameter)) throw new ArgumentError(`${name}: params holds ${kindOf(parameter)}, expected Parameters`);
      if (seen.has(parameter)) throw new ArgumentError(`${name}: a parameter of shape [${parameter.shape.join(", ")}] is given twice, expected once`);
      seen.add(parameter);
    }
    return group;
  });
  if (seen.size === 0) throw new ArgumentError(`${name}: params is empty, expected at least one Parameter`);
  return groups;
}

function listOf<T>(name: string, values: Iterable<T>): T[] {
  if (typeof values === "object" && values !== null && Symbol.iterator in values) return [...values];
  throw new ArgumentError(`${name}: params is ${kindOf(values)}, expected Parameters or groups of them`, { hint: "pass parameters(model)" });
}

function isGroup(item: unknown): boolean {
  return typeof item === "object" && item !== null && "params" in item;
}

function kindOf(value: unknown): string {
  return value === null || value === undefined ? String(value) : `a value of type ${value.constructor.name}`;
}
