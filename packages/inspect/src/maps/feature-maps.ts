import { checkOptions, detach, type Layer, noGrad, Tensor, tidy } from "@convoke/core";
import { checkLayerName } from "../trace/layer-names.js";
import { runModel } from "../trace/run-model.js";
import { type HostArray, readAndDispose } from "./host-array.js";

export interface FeatureMapOptions {
  /** Names as in `summary`: "conv_layers.0", "relu:2". Default: every layer but the model itself. */
  readonly layers?: readonly string[];
}

/**
 * What layers give for an input, by their names, from one run in evaluation mode without gradients. PyTorch: forward hooks.
 *
 * The tensors are yours: dispose them, or call this in a `tidy` and return those that you need. `readFeatureMaps` gives host data instead.
 *
 * **Shapes**: input as the model takes it; each map as its layer makes it, [N, C, H, W] behind a convolution.
 *
 * @throws {ArgumentError} `featureMaps: there is no layer "conv3", expected one such as "conv2", "conv1"`
 * @example
 * const { conv1 } = featureMaps(model, images, { layers: ["conv1"] });
 */
export function featureMaps(model: Layer, input: Tensor, options: FeatureMapOptions = {}): Record<string, Tensor> {
  return mapsOf("featureMaps", model, input, options);
}

/**
 * `featureMaps` as host data: nothing stays on the backend.
 *
 * @example
 * const { conv1 } = await readFeatureMaps(model, image);
 * await featureMapGrid(conv1.data, conv1.shape.slice(1)); // of @convoke/plot, for a batch of one
 */
export async function readFeatureMaps(model: Layer, input: Tensor, options: FeatureMapOptions = {}): Promise<Record<string, HostArray>> {
  const maps = Object.entries(mapsOf("readFeatureMaps", model, input, options));
  const read = await readAndDispose(maps.map(([, tensor]) => tensor));
  return Object.fromEntries(maps.map(([name], at) => [name, read[at]!]));
}

function mapsOf(name: string, model: Layer, input: Tensor, options: FeatureMapOptions): Record<string, Tensor> {
  checkOptions(name, options, ["layers"]);
  const { layers } = options;
  return tidy(() => noGrad(() => {
    const maps: Record<string, Tensor> = {};
    const seen: string[] = [];
    runModel(name, model, input, {
      leave: (call, output) => {
        seen.push(call.name);
        // A handle of its own: a layer may give its input back, or the output of its last layer.
        if (output instanceof Tensor && (layers ? layers.includes(call.name) : call.parent !== null)) maps[call.name] = detach(output);
      },
    });
    for (const layer of layers ?? []) checkLayerName(name, model, layer, seen);
    return maps;
  }));
}
