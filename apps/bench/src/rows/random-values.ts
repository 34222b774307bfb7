import { Generator } from "@convoke/core";
import type { Values } from "../workload.js";

/** Uniform in [-bound, bound). */
export function randomValues(generator: Generator, shape: readonly number[], bound = 1): Values {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: generator.uniform(size).map((value) => (2 * value - 1) * bound) };
}
