import { ArgumentError } from "@convoke/core";

/** Throws for an option that does not exist, so that a misspelt one is not ignored. */
export function checkOptions(caller: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new ArgumentError(`${caller}: unknown option ${JSON.stringify(unknown)}, expected one of ${known.join(", ")}`);
}

/** Throws unless `value` is an integer from `min` to `max`. */
export function checkInteger(caller: string, name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new ArgumentError(`${caller}: ${name} is out of range, expected an integer from ${min} to ${max}, got ${value}`);
  }
}

/** Throws unless `value` is one of `choices`. */
export function checkChoice(caller: string, name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) throw new ArgumentError(`${caller}: ${name} does not exist, expected one of ${choices.join(", ")}, got ${JSON.stringify(value)}`);
}
