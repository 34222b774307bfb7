import { checkOptions, detach, grad, type Layer, mean, mul, relu, ShapeError, sum, Tensor, tidy } from "@convoke/core";
import { type HostArray, readAndDispose } from "../maps/host-array.js";
import { checkOneInput, checkScores, resolveTarget } from "../statistics/class-scores.js";
import { checkLayerName } from "../trace/layer-names.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import type { Attribution, TargetOptions } from "./attribution.js";
import { leafOf, targetScore } from "./target-score.js";
import { upsample } from "./upsample.js";

export interface GradCam extends Attribution {
  /** The map [h, w] as the layer has it, before it was stretched over the image. */
  readonly coarse: HostArray;
}

/**
 * relu(Σ channels (mean over cells of ∂score/∂map) · map): where in a layer's maps the evidence for the class lies, stretched over the image. Selvaraju et al., 2017.
 *
 * Bilinear, as PyTorch's `interpolate(mode="bilinear", align_corners=False)`; the values are not scaled to 0 … 1.
 *
 * **Shapes**: input a batch of one, [1, C, H, W]; the layer's output [1, K, h, w]; the result [H, W].
 *
 * @param layer Named as in `summary`; usually the last one that still has rows and columns.
 * @throws {ArgumentError} for a layer that does not exist, with the nearest names.
 * @throws {ShapeError} for one whose output has no rows and columns.
 * @example
 * const { data, shape } = await gradCam(model, image, "conv_layers.4");
 */
export async function gradCam(model: Layer, input: Tensor, layer: string, options: TargetOptions = {}): Promise<GradCam> {
  checkOptions("gradCam", options, ["target"]);
  checkOneInput("gradCam", input);
  if (input.rank !== 4) throw new ShapeError(`gradCam: input has shape ${shapeOf(input)}, expected one image: [1, channels, height, width]`);
  const tensors = tidy(() => {
    const seen: string[] = [];
    let maps: unknown;
    const scores = runModel("gradCam", model, leafOf(input), {
      leave: (call, output) => {
        seen.push(call.name);
        if (call.name === layer) maps = output;
      },
    });
    checkLayerName("gradCam", model, layer, seen);
    checkScores("gradCam", scores);
    if (!(maps instanceof Tensor) || maps.rank !== 4) throw new ShapeError(`gradCam: layer "${layer}" gives ${shapeOf(maps)}, expected maps [1, channels, height, width]`);
    const [gradient] = grad(targetScore("gradCam", scores, options.target), [maps]);
    return [relu(sum(mul(mean(gradient!, [2, 3], { keepDim: true }), detach(maps)), [0, 1])), detach(scores)];
  });
  const [coarse, scores] = await readAndDispose(tensors);
  const target = resolveTarget("gradCam", options.target, scores!.data);
  const shape = input.shape.slice(2);
  const data = upsample(coarse!.data, coarse!.shape as [number, number], shape as [number, number]);
  return { shape, data, target, score: scores!.data[target]!, coarse: coarse! };
}
