import { abs, checkOptions, detach, grad, type Layer, type Tensor, tidy } from "@convoke/core";
import { readAndDispose } from "../maps/host-array.js";
import { checkOneInput, checkScores, resolveTarget } from "../statistics/class-scores.js";
import { runModel } from "../trace/run-model.js";
import type { Attribution, TargetOptions } from "./attribution.js";
import { leafOf, targetScore } from "./target-score.js";

/**
 * |∂score / ∂input|: how much each value would move the score of the class. Simonyan et al., 2013. Captum: `Saliency`.
 *
 * **Shapes**: input a batch of one, [1, C, H, W]; the result has its shape.
 *
 * @throws {ShapeError} for a larger batch, or a model that gives no class scores.
 * @example
 * const { data, shape, target } = await saliency(model, image);
 */
export async function saliency(model: Layer, input: Tensor, options: TargetOptions = {}): Promise<Attribution> {
  checkOptions("saliency", options, ["target"]);
  checkOneInput("saliency", input);
  const tensors = tidy(() => {
    const leaf = leafOf(input);
    const scores = runModel("saliency", model, leaf);
    checkScores("saliency", scores);
    const [gradient] = grad(targetScore("saliency", scores, options.target), [leaf]);
    return [abs(gradient!), detach(scores)];
  });
  const [gradient, scores] = await readAndDispose(tensors);
  const target = resolveTarget("saliency", options.target, scores!.data);
  return { shape: gradient!.shape, data: gradient!.data as Float32Array, target, score: scores!.data[target]! };
}
