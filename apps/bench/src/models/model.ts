/** A network in data, so that every library builds the same one its own way. State keys count as in PyTorch's `Sequential`. */
export type Layer =
  | Convolution
  | { readonly type: "batchNorm2d"; readonly channels: number }
  | { readonly type: "relu" }
  /** 2×2, stride 2. */
  | { readonly type: "maxPool2d" }
  /** [N, C, H, W] → [N, C · H · W]; `shape` is [C, H, W]. */
  | { readonly type: "flatten"; readonly shape: readonly [number, number, number] }
  /** [N, C, H, W] → [N, C] */
  | { readonly type: "globalMean"; readonly size: number }
  | { readonly type: "linear"; readonly inFeatures: number; readonly outFeatures: number }
  /** relu(body(x) + shortcut(x)); an empty shortcut is x itself. Keys: `body.0.weight`, `shortcut.0.weight`. */
  | { readonly type: "residual"; readonly body: Model; readonly shortcut: Model };

interface Convolution {
  readonly type: "conv2d";
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly bias: boolean;
}

export type Model = readonly Layer[];

/** A weight: its key and shape, and where its first values are: uniform within `bound` of `centre`. */
export interface Weight {
  readonly key: string;
  readonly shape: readonly number[];
  readonly centre: number;
  readonly bound: number;
}

/** The weights in PyTorch's order and with its bounds, 1 / √fan-in; batch norm's are not all 1 and 0, so that each of them matters. */
export function weightsOf(model: Model, prefix = ""): readonly Weight[] {
  return model.flatMap((layer, index): readonly Weight[] => {
    const weight = (shape: readonly number[], bound: number, centre = 0): Weight => ({ key: `${prefix}${index}.weight`, shape, centre, bound });
    const bias = (length: number, bound: number): Weight => ({ key: `${prefix}${index}.bias`, shape: [length], centre: 0, bound });
    switch (layer.type) {
      case "conv2d": {
        const { inChannels, outChannels, kernelSize } = layer;
        const bound = 1 / Math.sqrt(inChannels * kernelSize * kernelSize);
        const kernel = weight([outChannels, inChannels, kernelSize, kernelSize], bound);
        return layer.bias ? [kernel, bias(outChannels, bound)] : [kernel];
      }
      case "linear": {
        const bound = 1 / Math.sqrt(layer.inFeatures);
        return [weight([layer.outFeatures, layer.inFeatures], bound), bias(layer.outFeatures, bound)];
      }
      case "batchNorm2d": return [weight([layer.channels], 0.5, 1), bias(layer.channels, 0.5)];
      case "residual": return [...weightsOf(layer.body, `${prefix}${index}.body.`), ...weightsOf(layer.shortcut, `${prefix}${index}.shortcut.`)];
      default: return [];
    }
  });
}

/**
 * Floating-point operations of the convolutions and linear layers on one image of [·, size, size], forward, and those of the first of them: the images need
 * no gradient, so its backward pass is half of the others'. All else is left out.
 */
export function flopOf(model: Model, size: number): { readonly forward: number; readonly first: number } {
  let first = 0;
  const count = (layers: Model, height: number): { readonly flop: number; readonly height: number } => {
    let flop = 0;
    for (const layer of layers) {
      let own = 0;
      if (layer.type === "conv2d") {
        height = Math.floor((height + 2 * layer.padding - layer.kernelSize) / layer.stride) + 1;
        own = 2 * height * height * layer.outChannels * layer.inChannels * layer.kernelSize ** 2;
      } else if (layer.type === "linear") own = 2 * layer.inFeatures * layer.outFeatures;
      else if (layer.type === "maxPool2d") height /= 2;
      else if (layer.type === "residual") {
        own = count(layer.shortcut, height).flop;
        const body = count(layer.body, height);
        own += body.flop;
        height = body.height;
      }
      first ||= own;
      flop += own;
    }
    return { flop, height };
  };
  return { forward: count(model, size).flop, first };
}
