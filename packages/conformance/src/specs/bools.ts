import type { Operand } from "../suite/spec.js";
import { ramp } from "./ramp.js";

/** Truth values in an order without pattern. */
export function bools(shape: readonly number[], salt = 1): Operand {
  return { shape, dtype: "bool", data: Array.from(ramp(shape, salt).data, (value) => Number(value > 0)) };
}
