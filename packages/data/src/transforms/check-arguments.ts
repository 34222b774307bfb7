import { ArgumentError, checkOptions } from "@convoke/core";

export type Size = number | readonly [height: number, width: number];

/** Height and width of a size: a square for one number. */
export function heightAndWidth(caller: string, size: Size): readonly [number, number] {
  const pair = typeof size === "number" ? [size, size] : size;
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((length) => Number.isInteger(length) && length >= 1 && length <= 65535)) {
    throw new ArgumentError(`${caller}: size is ${JSON.stringify(size)}, expected a number of pixels or [height, width], each 1 … 65535`);
  }
  checkPixels(caller, ...(pair as [number, number]));
  return pair as unknown as readonly [number, number];
}

/** The largest image that a transform makes, in pixels: a recipe may come from a file. */
const maxPixels = 2 ** 26;

export function checkPixels(caller: string, height: number, width: number): void {
  if (height * width > maxPixels) throw new ArgumentError(`${caller}: the output would have ${height} × ${width} pixels, expected at most ${maxPixels} in all`);
}

/** One of `choices`, by default the first. */
export function choice<T extends string>(caller: string, name: string, value: T | undefined, choices: readonly [T, ...T[]]): T {
  if (value === undefined) return choices[0];
  if (!choices.includes(value)) throw new ArgumentError(`${caller}: ${name} is ${JSON.stringify(value)}, expected one of ${choices.join(", ")}`);
  return value;
}

/** A range [min, max] within [low, high]. */
export function range(caller: string, name: string, value: readonly number[], low: number, high: number): readonly [number, number] {
  const valid = Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] >= low && value[0] <= value[1] && value[1] <= high;
  if (!valid) throw new ArgumentError(`${caller}: ${name} is ${JSON.stringify(value)}, expected [min, max] with ${low} ≤ min ≤ max ≤ ${high}`);
  return value as unknown as readonly [number, number];
}

/** Checks options from a recipe or a user, and drops those that are undefined, which JSON cannot hold. */
export function knownOptions<T extends object>(caller: string, options: T, known: readonly string[]): T {
  checkOptions(caller, options, known);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
