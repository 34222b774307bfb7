import type { Parameter } from "@convoke/core";
import { namedLayers, parameters } from "@convoke/nn";

/** The parameters in a layer's own fields, without those of inner layers. */
export function ownParameters(layer: object): Parameter[] {
  const inner = new Set(namedLayers(layer).filter(([key]) => key !== "").flatMap(([, child]) => parameters(child)));
  return parameters(layer).filter((each) => !inner.has(each));
}
