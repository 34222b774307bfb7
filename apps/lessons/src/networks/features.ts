import { type Layer, nn, noGrad, type Tensor } from "convoke";

/** The layers that are fields of a layer, with their names, in order. */
export function layersOf(parent: Layer): [string, Layer][] {
  const isLayer = (value: unknown): value is Layer => typeof (value as Partial<Layer> | null)?.forward === "function";
  return Object.entries(parent).filter((field): field is [string, Layer] => isLayer(field[1]));
}

/** What every layer of a Sequential makes of the input. */
export function activations(sequential: nn.Sequential, input: Tensor): Tensor[] {
  return noGrad(() => layersOf(sequential).reduce<Tensor[]>((all, [, layer]) => [...all, layer.forward(all.at(-1) ?? input)], []));
}
