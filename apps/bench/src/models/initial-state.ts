import type { Generator } from "@convoke/core";
import { randomValues } from "../rows/random-values.js";
import type { Values } from "../workload.js";
import { type Model, weightsOf } from "./model.js";

/** The same weights for every library, by PyTorch's keys. */
export function initialState(generator: Generator, model: Model): Record<string, Values> {
  return Object.fromEntries(weightsOf(model).map(({ key, shape, centre, bound }) => {
    const { data } = randomValues(generator, shape, bound);
    return [key, { shape, data: data.map((value) => centre + value) }];
  }));
}
