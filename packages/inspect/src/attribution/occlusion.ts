import { ArgumentError, checkOptions, type Layer, noGrad, type Pair, ShapeError, slice, type Tensor, tensor, tidy, type TypedArray } from "@convoke/core";
import { readAndDispose } from "../maps/host-array.js";
import { checkOneInput, checkScores, resolveTarget } from "../statistics/class-scores.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import type { Attribution, TargetOptions } from "./attribution.js";
import { checkCount } from "../check-count.js";

export interface OcclusionOptions extends TargetOptions {
  /** Of the window, [height, width] or both; default: an eighth of the image, rounded up. */
  readonly size?: Pair;
  /** From window to window; default: half of the size, rounded up. */
  readonly stride?: Pair;
  /** What fills the window; default 0. */
  readonly value?: number;
  /** How many covered images go through the model at once; default 16. */
  readonly batchSize?: number;
}

/**
 * How far the score falls when a window of the image is covered: for each pixel the mean over the windows that cover it. Zeiler and Fergus, 2014. Captum: `Occlusion`.
 *
 * Windows start at 0, stride, 2·stride …; the last ones are cut off at the border, so that every pixel is covered.
 *
 * **Shapes**: input a batch of one, [1, C, H, W]; the result [H, W].
 *
 * @throws {ShapeError} for a larger batch, or a model that gives no class scores.
 * @example
 * const { data, shape } = await occlusion(model, image, { size: 7, stride: 3 });
 */
export async function occlusion(model: Layer, input: Tensor, options: OcclusionOptions = {}): Promise<Attribution> {
  checkOptions("occlusion", options, ["target", "size", "stride", "value", "batchSize"]);
  checkOneInput("occlusion", input);
  if (input.rank !== 4) throw new ShapeError(`occlusion: input has shape ${shapeOf(input)}, expected one image: [1, channels, height, width]`);
  const [, channels, height, width] = input.shape as [number, number, number, number];
  const pair = (value: Pair | undefined, otherwise: readonly [number, number]): readonly [number, number] => (typeof value === "number" ? [value, value] : (value ?? otherwise));
  const eighth = Math.ceil(Math.min(height, width) / 8);
  const size = pair(options.size, [eighth, eighth]);
  const stride = pair(options.stride, [Math.ceil(size[0] / 2), Math.ceil(size[1] / 2)]);
  const { value = 0, batchSize = 16 } = options;
  for (const [what, numbers] of Object.entries({ size, stride, batchSize: [batchSize] })) for (const each of numbers) checkCount("occlusion", what, each);
  if (stride[0] > size[0] || stride[1] > size[1]) throw new ArgumentError(`occlusion: stride [${stride.join(", ")}] is more than the size [${size.join(", ")}], expected no gaps between windows`);

  const [scores, pixels] = await readAndDispose(tidy(() => noGrad(() => {
    const whole = runModel("occlusion", model, input);
    checkScores("occlusion", whole);
    return [whole.detach(), input.clone()];
  })));
  const target = resolveTarget("occlusion", options.target, scores!.data);
  const score = scores!.data[target]!;
  const tops = starts(height, size[0], stride[0]), lefts = starts(width, size[1], stride[1]);
  const windows = tops.flatMap((top) => lefts.map((left) => [top, left] as const));
  const drops = new Float64Array(height * width), counts = new Float64Array(height * width);
  for (let first = 0; first < windows.length; first += batchSize) {
    const some = windows.slice(first, first + batchSize);
    const covered: TypedArray = new (input.dtype === "float64" ? Float64Array : Float32Array)(some.length * input.size);
    some.forEach(([top, left], n) => {
      covered.set(pixels!.data, n * input.size);
      for (let c = 0; c < channels; c++) eachCell(top, left, (cell) => (covered[n * input.size + c * height * width + cell] = value));
    });
    const [after] = await readAndDispose(tidy(() => noGrad(() => {
      const batch = tensor(covered, { shape: [some.length, ...input.shape.slice(1)], dtype: input.dtype, backend: input.backend });
      const each = runModel("occlusion", model, batch);
      checkScores("occlusion", each, some.length);
      return [slice(each, null, target)];
    })));
    some.forEach(([top, left], n) => eachCell(top, left, (cell) => {
      drops[cell]! += score - after!.data[n]!;
      counts[cell]!++;
    }));
  }
  return { shape: [height, width], data: drops.map((drop, cell) => drop / counts[cell]!), target, score };

  function eachCell(top: number, left: number, visit: (cell: number) => void): void {
    for (let h = top; h < Math.min(top + size[0], height); h++) for (let w = left; w < Math.min(left + size[1], width); w++) visit(h * width + w);
  }
}

/** 0, stride, … until a window reaches the end. */
function starts(length: number, size: number, stride: number): number[] {
  return Array.from({ length: Math.ceil(Math.max(length - size, 0) / stride) + 1 }, (_, at) => at * stride);
}
