import type { Layer } from "@convoke/core";

/** One run of one layer's `forward`. */
export interface LayerCall {
  /** The layer's state-dict key; "" for the model itself. */
  readonly key: string;
  /** The key, with ":2", ":3" … for further runs under the same key. */
  readonly name: string;
  readonly layer: Layer;
  /** The first argument of its forward. */
  readonly input: unknown;
  /** Inside of whose `forward` it ran. */
  readonly parent: LayerCall | null;
  readonly children: LayerCall[];
}

/** The class, which minifiers may rename; the layers of nn keep theirs. */
export function typeOf(layer: object): string {
  return layer.constructor.name;
}
