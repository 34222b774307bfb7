import type { Parameter } from "@convoke/core";
import { namedLayers, parameters } from "@convoke/nn";

export interface ParameterCounts {
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly ownParameters: number;
}

export function countsOf(layer: object): ParameterCounts {
  const all = parameters(layer);
  const inner = new Set(namedLayers(layer).filter(([key]) => key !== "").flatMap(([, child]) => parameters(child)));
  return { parameters: count(all), trainableParameters: count(all.filter(({ requiresGrad }) => requiresGrad)), ownParameters: count(all.filter((each) => !inner.has(each))) };
}

const count = (all: readonly Parameter[]): number => all.reduce((total, { size }) => total + size, 0);
