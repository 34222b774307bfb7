import { ArgumentError } from "../../errors/argument-error.js";
import type { Tensor } from "../../tensor/tensor.js";
import { formatShape } from "../../tensor/format.js";
import { resolveAxes } from "../checks.js";
import { sliceWalks } from "./slice.js";

/**
 * Reverses the given axes, without a copy. PyTorch: `flip`.
 *
 * @example
 * flip(image, -1); // left and right swapped
 */
export function flip(input: Tensor, axes: number | readonly number[]): Tensor {
  const flipped = typeof axes !== "number" && axes.length === 0 ? [] : resolveAxes("flip", axes, input.rank);
  return sliceWalks(
    input,
    input.shape.map((length, axis) => (flipped.includes(axis) && length > 0 ? { start: length - 1, length, step: -1 } : { start: 0, length, step: 1 })),
  );
}

/**
 * Turns the last two axes by 180°: what makes a true convolution of a cross-correlation.
 *
 * **Shapes**: [..., H, W] → [..., H, W]. NumPy: `rot90(x, 2, axes=(-2, -1))`.
 */
export function rot180(input: Tensor): Tensor {
  if (input.rank < 2) throw new ArgumentError(`rot180: input has shape ${formatShape(input.shape)}, expected at least two axes`);
  return flip(input, [-2, -1]);
}
