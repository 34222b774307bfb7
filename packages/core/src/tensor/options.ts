import { ArgumentError } from "../errors/argument-error.js";
import { describeValue } from "./format.js";

/** Throws an ArgumentError for an option that the function does not know, and for what is no options object. */
export function checkOptions(name: string, options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new ArgumentError(`${name}: options are ${describeValue(options)}, expected an object with ${known.join(", ")}`);
  }
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new ArgumentError(`${name}: unknown option "${key}", expected one of ${known.join(", ")}`);
  }
}
