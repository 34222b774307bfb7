import { ArgumentError, checkOptions } from "@convoke/core";

/**
 * The optional arguments of a constructor: one options object, or positional ones in PyTorch's order, as options.
 *
 * @throws {ArgumentError} for an unknown option or an argument too many.
 */
export function resolveOptions<O extends object>(
  name: string,
  given: readonly unknown[],
  order: readonly (keyof O & string)[],
  more: readonly (keyof O & string)[] = [],
): Partial<O> {
  const [first] = given;
  const isObject = typeof first === "object" && first !== null && !Array.isArray(first);
  const most = isObject ? 1 : order.length;
  if (given.length > most) throw new ArgumentError(`${name}: argument ${String(given[most])} is one too many, expected options or ${order.join(", ")}`);
  if (isObject) checkOptions(name, first, [...order, ...more]);
  const entries = isObject ? Object.entries(first) : given.map((value, i) => [order[i], value] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Partial<O>;
}

/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(name: string, what: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ArgumentError(`${name}: ${what} is ${String(value)}, expected an integer of at least ${least}`);
  }
}
