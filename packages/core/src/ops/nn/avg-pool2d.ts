import type { Pool2dGeometry } from "../../backend/geometry.js";
import { defineOp } from "../../autograd/define-op.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat } from "../checks.js";
import { viewAs } from "../shape/reshape.js";
import { pool2dGeometry, type Pair, type PoolOptions } from "./pool2d-geometry.js";

export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts as cells; default true. */
  readonly countIncludePad?: boolean;
  /** Divides by this instead of the number of cells. */
  readonly divisorOverride?: number;
}

// Average pooling is linear: its gradient's gradient is the pooling again.
const op = defineOp({
  name: "avgPool2d",
  infer: ({ input }: { input: Tensor }, g: Pool2dGeometry) => ({ shape: [g.batch, g.channels, g.outHeight, g.outWidth], dtype: input.dtype }),
  forwardDense: (backend, { input }, g) => backend.avgPool2d(input, g),
  backward: (gradOutput, _, g) => ({ input: (): Tensor => gradOp({ gradOutput }, g) }),
});

const gradOp = defineOp({
  name: "avgPool2dGrad",
  infer: ({ gradOutput }: { gradOutput: Tensor }, g: Pool2dGeometry) => ({ shape: [g.batch, g.channels, g.inHeight, g.inWidth], dtype: gradOutput.dtype }),
  forwardDense: (backend, { gradOutput }, g) => backend.avgPool2dGrad(gradOutput, g),
  backward: (input, _, g) => ({ gradOutput: (): Tensor => op({ input }, g) }),
});

/**
 * The mean of each window. PyTorch: `avg_pool2d`.
 *
 * output = Σ window / divisor; the divisor is divisorOverride, or the cells of the window inside the padded input (inside the input without countIncludePad).
 *
 * **Shapes**: [N, C, H, W] or [C, H, W] → [N, C, oH, oW], oH = ⌊(H + 2·padding − k) / stride⌋ + 1 (⌈…⌉ with ceilMode).
 *
 * @throws {ArgumentError} when the padding is more than half of the kernel.
 * @example
 * avgPool2d(tensor([[[1, 2], [3, 6]]]), 2); // [[[3]]]
 */
export function avgPool2d(input: Tensor, kernelSize: Pair, options: AvgPool2dOptions = {}): Tensor {
  checkOptions("avgPool2d", options, ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"]);
  checkFloat("avgPool2d", input);
  const batched = input.rank === 3 ? viewAs(input, [1, ...input.shape]) : input;
  const g = pool2dGeometry("avgPool2d", batched.shape, kernelSize, options);
  const output = op({ input: batched }, g);
  return input.rank === 3 ? viewAs(output, output.shape.slice(1)) : output;
}
