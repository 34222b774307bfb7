import type { Layer } from "@convoke/core";
import { isLayer } from "./fields.js";
import { walk } from "./walk.js";

/**
 * Every layer in a layer with its state-dict key, itself first under "". PyTorch: `Module.named_modules(remove_duplicate=False)`.
 *
 * They come depth first in the order of the fields; a shared one comes under each of its keys.
 *
 * @example
 * namedLayers(new Sequential(new Linear(4, 2), new ReLU())).map(([key]) => key); // ["", "0", "1"]
 */
export function namedLayers(layer: object): [key: string, layer: Layer][] {
  return [...walk(layer)].flatMap(([key, value]) => (isLayer(value) ? [[key, value as Layer]] : []));
}
