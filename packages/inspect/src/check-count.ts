import { ArgumentError } from "@convoke/core";

/** Throws unless `value` is an integer of at least `least`. */
export function checkCount(name: string, what: string, value: number, least = 1): void {
  if (!Number.isInteger(value) || value < least) throw new ArgumentError(`${name}: ${what} is ${value}, expected an integer of at least ${least}`);
}
