import { add, ArgumentError, cat, checkOptions, defaultGenerator, div, type Generator, grad, type Layer, mean, mul, noGrad, type Shape, ShapeError, slice, sqrt, square, Tensor, tensor, tidy } from "@convoke/core";
import { parameters } from "@convoke/nn";
import { checkCount } from "../check-count.js";
import type { HostArray } from "../maps/host-array.js";
import { checkLayerName } from "../trace/layer-names.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import { leafOf } from "./target-score.js";

export interface MaximizeActivationOptions {
  /** Named as in `summary`; default: the model's output, whose channels are the class scores. */
  readonly layer?: string;
  /** Default 128. */
  readonly steps?: number;
  /** How far a step goes, in units of the image's values; default 0.1. */
  readonly stepSize?: number;
  /** The share of the image that decays in each step, relative to stepSize: the weight of ½‖image‖²; default 0.01. */
  readonly l2?: number;
  /** By how many pixels at most the image is shifted before each step, so that no pattern depends on its place; default 2. */
  readonly jitter?: number;
  /** Of the first image and the shifts; default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

export interface MaximizedActivation extends HostArray {
  /** The activation before each step, of the shifted image. */
  readonly activations: readonly number[];
}

/**
 * An image that a channel likes: gradient ascent on the mean of its activations, from faint noise. Erhan et al., 2009; jitter: Mordvintsev et al., 2015.
 *
 * image ← image + stepSize · (g / √mean(g²) − l2 · image), g = ∂ mean activation / ∂ image of the image shifted by up to `jitter` pixels, shifted back.
 *
 * **Shapes**: inputShape [1, C, H, W], which the result has; the layer's output [1, K, h, w] or [1, K].
 *
 * @throws {ArgumentError} for a layer or channel that does not exist.
 * @example
 * const { data, shape } = await maximizeActivation(model, [1, 1, 28, 28], 7, { generator: new Generator(1) }); // a seven, as the model sees it
 */
export async function maximizeActivation(model: Layer, inputShape: Shape, channel: number, options: MaximizeActivationOptions = {}): Promise<MaximizedActivation> {
  const name = "maximizeActivation";
  checkOptions(name, options, ["layer", "steps", "stepSize", "l2", "jitter", "generator"]);
  const { layer = "", steps = 128, stepSize = 0.1, l2 = 0.01, jitter = 2, generator = defaultGenerator() } = options;
  if (!Array.isArray(inputShape) || inputShape.length !== 4 || inputShape[0] !== 1) throw new ShapeError(`${name}: inputShape is [${String(inputShape)}], expected [1, channels, height, width]`);
  checkCount(name, "steps", steps);
  checkCount(name, "jitter", jitter, 0);
  for (const [what, value] of Object.entries({ stepSize, l2 })) if (!(value >= 0 && value < Infinity)) throw new ArgumentError(`${name}: ${what} is ${value}, expected a number of at least 0`);
  const like = parameters(model)[0];
  const noise = generator.normal(inputShape.reduce((product, length) => product * length, 1)).map((value) => value * 0.01);
  let image = tensor(noise, { shape: inputShape, dtype: like?.dtype ?? "float32", ...(like && { backend: like.backend }) });
  const activations: number[] = [];
  try {
    for (let step = 0; step < steps; step++) {
      const [down, right] = generator.integers(-jitter, jitter + 1, 2) as unknown as [number, number];
      const { next, value } = tidy(() => {
        const shifted = leafOf(noGrad(() => roll(roll(image, 2, down), 3, right)));
        const activation = activationOf(model, shifted, layer, channel);
        const [gradient] = grad(activation, [shifted]);
        return noGrad(() => {
          const g = roll(roll(gradient!, 3, -right), 2, -down);
          const direction = div(g, add(sqrt(mean(square(g))), 1e-12));
          return { next: add(mul(image, 1 - stepSize * l2), mul(direction, stepSize)), value: activation.detach() };
        });
      });
      image.dispose(name);
      image = next;
      try {
        activations.push(await value.item());
      } finally {
        value.dispose(name);
      }
    }
    return { shape: image.shape, data: await image.data(), activations };
  } finally {
    image.dispose(name);
  }
}

function activationOf(model: Layer, input: Tensor, layer: string, channel: number): Tensor {
  const name = "maximizeActivation";
  const seen: string[] = [];
  let maps: unknown;
  runModel(name, model, input, {
    leave: (call, output) => {
      seen.push(call.name);
      if (call.name === layer) maps = output;
    },
  });
  checkLayerName(name, model, layer, seen);
  if (!(maps instanceof Tensor) || (maps.rank !== 4 && maps.rank !== 2)) throw new ShapeError(`${name}: ${layer === "" ? "the model" : `layer "${layer}"`} gives ${shapeOf(maps)}, expected [1, channels, height, width] or [1, features]`);
  const channels = maps.shape[1]!;
  if (!Number.isInteger(channel) || channel < 0 || channel >= channels) throw new ArgumentError(`${name}: channel is ${channel}, expected one from 0 to ${channels - 1}`);
  return mean(slice(maps, null, channel));
}

/** Shifts along an axis by `by` cells; what leaves at one end comes in at the other. */
function roll(input: Tensor, axis: number, by: number): Tensor {
  const length = input.shape[axis]!;
  const cut = (((-by % length) + length) % length);
  const part = (start: number, end: number): Tensor => slice(input, ...input.shape.map((_, at) => (at === axis ? ([start, end] as const) : null)));
  return cut === 0 ? input : cat([part(cut, length), part(0, cut)], axis);
}
