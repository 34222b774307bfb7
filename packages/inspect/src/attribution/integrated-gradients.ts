import { add, ArgumentError, cat, checkOptions, full, grad, type Layer, mul, noGrad, ShapeError, sub, sum, Tensor, tensor, tidy } from "@convoke/core";
import { readAndDispose } from "../maps/host-array.js";
import { checkOneInput, checkScores, resolveTarget } from "../statistics/class-scores.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import type { Attribution, TargetOptions } from "./attribution.js";
import { checkCount } from "../check-count.js";
import { leafOf, targetScore } from "./target-score.js";

export interface IntegratedGradientsOptions extends TargetOptions {
  /** Where the path starts: a tensor of the input's shape, or one value for all of it; default 0. */
  readonly baseline?: Tensor | number;
  /** Points on the path; default 50. */
  readonly steps?: number;
  /** How many points go through the model at once; default 10. */
  readonly batchSize?: number;
}

export interface IntegratedGradients extends Attribution {
  /** The class's score for the baseline. */
  readonly baselineScore: number;
  /** Σ data − (score − baselineScore): 0 for the true integral, so what the steps miss. More steps make it smaller. */
  readonly completenessError: number;
}

/**
 * (input − baseline) · ∫₀¹ ∂score/∂input at baseline + α·(input − baseline) dα, by the midpoint rule: contributions that add up to the difference of the scores.
 * Sundararajan et al., 2017. Captum: `IntegratedGradients(method="riemann_middle")`.
 *
 * α = (k + ½) / steps for k = 0 … steps − 1.
 *
 * **Shapes**: input a batch of one, [1, C, H, W]; the result has its shape.
 *
 * @throws {ShapeError} for a larger batch, a baseline of another shape, or a model that gives no class scores.
 * @example
 * const { data, completenessError } = await integratedGradients(model, image, { steps: 100 });
 */
export async function integratedGradients(model: Layer, input: Tensor, options: IntegratedGradientsOptions = {}): Promise<IntegratedGradients> {
  const name = "integratedGradients";
  checkOptions(name, options, ["target", "baseline", "steps", "batchSize"]);
  checkOneInput(name, input);
  const { baseline = 0, steps = 50, batchSize = 10 } = options;
  checkCount(name, "steps", steps);
  checkCount(name, "batchSize", batchSize);
  if (baseline instanceof Tensor && String(baseline.shape) !== String(input.shape)) {
    throw new ShapeError(`${name}: baseline has shape ${shapeOf(baseline)}, expected the input's, ${shapeOf(input)}`);
  }
  if (!(baseline instanceof Tensor) && typeof baseline !== "number") throw new ArgumentError(`${name}: baseline is ${typeof baseline}, expected a Tensor or a number`);
  const kind = { dtype: input.dtype, backend: input.backend };
  const start = (): Tensor => (baseline instanceof Tensor ? baseline : full(input.shape, baseline, kind));

  const [ends, difference] = await readAndDispose(tidy(() => noGrad(() => {
    const scores = [input, start()].map((each) => runModel(name, model, each));
    for (const each of scores) checkScores(name, each);
    return [cat(scores), sub(input, start())];
  })));
  const classes = ends!.shape[1]!;
  const target = resolveTarget(name, options.target, ends!.data.subarray(0, classes));
  const total = new Float64Array(input.size);
  for (let first = 0; first < steps; first += batchSize) {
    const alphas = Array.from({ length: Math.min(batchSize, steps - first) }, (_, k) => (first + k + 0.5) / steps);
    const [gradient] = await readAndDispose(tidy(() => {
      const points = noGrad(() => add(start(), mul(sub(input, start()), tensor(alphas, kind).reshape([-1, ...input.shape.slice(1).map(() => 1)]))));
      const leaf = leafOf(points);
      const scores = runModel(name, model, leaf);
      checkScores(name, scores, alphas.length);
      return [sum(grad(targetScore(name, scores, target), [leaf])[0]!, 0)];
    }));
    gradient!.data.forEach((value, at) => (total[at]! += value));
  }
  const data = total.map((value, at) => (value / steps) * difference!.data[at]!);
  const [score, baselineScore] = [ends!.data[target]!, ends!.data[classes + target]!];
  const completenessError = data.reduce((sumOfAll, value) => sumOfAll + value, 0) - (score - baselineScore);
  return { shape: input.shape, data, target, score, baselineScore, completenessError };
}
