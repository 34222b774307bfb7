import type { Parameter } from "@convoke/core";
import { parameters } from "@convoke/nn";
import { ownParameters } from "../trace/own-parameters.js";

export interface ParameterCounts {
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly ownParameters: number;
}

export function countsOf(layer: object): ParameterCounts {
  const all = parameters(layer);
  return { parameters: count(all), trainableParameters: count(all.filter(({ requiresGrad }) => requiresGrad)), ownParameters: count(ownParameters(layer)) };
}

const count = (all: readonly Parameter[]): number => all.reduce((total, { size }) => total + size, 0);
