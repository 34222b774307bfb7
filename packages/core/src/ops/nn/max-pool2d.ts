import type { Pool2dGeometry } from "../../backend/geometry.js";
import { defineOp } from "../../autograd/define-op.js";
import { isGradEnabled } from "../../autograd/grad-mode.js";
import { fromData } from "../../tensor/make.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { tidy } from "../../tensor/tidy.js";
import { checkFloat } from "../checks.js";
import { add, div, mul, sub } from "../elementwise/arithmetic.js";
import { cast } from "../elementwise/cast.js";
import { floor } from "../elementwise/unary.js";
import { viewAs } from "../shape/reshape.js";
import { pool2dGeometry, type Pair, type PoolOptions } from "./pool2d-geometry.js";

export interface MaxPool2dOptions extends PoolOptions {
  /** Distance of the cells in a window; default 1. */
  readonly dilation?: Pair;
  /** Gives the winners' positions too; default false. */
  readonly returnIndices?: boolean;
}

const op = defineOp({
  name: "maxPool2d",
  infer: ({ input }: { input: Tensor }, g: Pool2dGeometry & { readonly wantArgmax: boolean }) => ({
    shape: [g.batch, g.channels, g.outHeight, g.outWidth],
    dtype: input.dtype,
  }),
  saves: ["auxiliary"],
  forwardDense: (backend, { input }, { wantArgmax, ...g }) => {
    const { output, argmax } = backend.maxPool2d(input, g, wantArgmax);
    return { output, auxiliary: argmax ? [argmax] : [] };
  },
  backward: (gradOutput, { auxiliary: [argmax] }, { wantArgmax: _, ...g }) => ({ input: (): Tensor => gradOp({ gradOutput, argmax: argmax! }, g) }),
});

const gradOp = defineOp({
  name: "maxPool2dGrad",
  infer: ({ gradOutput }: { gradOutput: Tensor; argmax: Tensor }, g: Pool2dGeometry) => ({
    shape: [g.batch, g.channels, g.inHeight, g.inWidth],
    dtype: gradOutput.dtype,
  }),
  saves: ["argmax"],
  forwardDense: (backend, { gradOutput, argmax }, g) => backend.maxPool2dGrad(gradOutput, argmax, g),
  backward: (input, { argmax }, g) => ({ gradOutput: (): Tensor => takeOp({ input, argmax }, g) }),
});

const takeOp = defineOp({
  name: "maxPool2dTake",
  infer: ({ input }: { input: Tensor; argmax: Tensor }, g: Pool2dGeometry) => ({
    shape: [g.batch, g.channels, g.outHeight, g.outWidth],
    dtype: input.dtype,
  }),
  saves: ["argmax"],
  forwardDense: (backend, { input, argmax }, g) => backend.maxPool2dTake(input, argmax, g),
  backward: (gradOutput, { argmax }, g) => ({ input: (): Tensor => gradOp({ gradOutput, argmax }, g) }),
});

/**
 * The greatest cell of each window; padding never wins, the first of equal ones does, NaN always. PyTorch: `max_pool2d`.
 *
 * **Shapes**: [N, C, H, W] or [C, H, W] → [N, C, oH, oW], oH = ⌊(H + 2·padding − dilation·(k − 1) − 1) / stride⌋ + 1 (⌈…⌉ with ceilMode).
 * With returnIndices: { output, indices }, indices int32 positions in the H·W plane.
 *
 * @throws {ArgumentError} when the padding is more than half of the kernel.
 * @example
 * maxPool2d(tensor([[[1, 2], [3, 4]]]), 2); // [[[4]]]
 */
export function maxPool2d(input: Tensor, kernelSize: Pair, options: MaxPool2dOptions & { readonly returnIndices: true }): { output: Tensor; indices: Tensor };
export function maxPool2d(input: Tensor, kernelSize: Pair, options?: MaxPool2dOptions & { readonly returnIndices?: false }): Tensor;
export function maxPool2d(input: Tensor, kernelSize: Pair, options: MaxPool2dOptions = {}): Tensor | { output: Tensor; indices: Tensor } {
  checkOptions("maxPool2d", options, ["stride", "padding", "dilation", "ceilMode", "returnIndices"]);
  checkFloat("maxPool2d", input);
  const batched = input.rank === 3 ? viewAs(input, [1, ...input.shape]) : input;
  const g = pool2dGeometry("maxPool2d", batched.shape, kernelSize, options);
  const wantArgmax = options.returnIndices === true || (isGradEnabled() && input.requiresGrad);
  const { output: pooled, auxiliary: [argmax] } = op.withAuxiliary({ input: batched }, { ...g, wantArgmax });
  const shape = input.rank === 3 ? pooled.shape.slice(1) : pooled.shape;
  const output = viewAs(pooled, shape);
  if (!options.returnIndices) {
    argmax?.dispose("maxPool2d");
    return output;
  }
  const indices = planeIndices(argmax!, g);
  argmax!.dispose("maxPool2d");
  return { output, indices: viewAs(indices, shape) };
}

/** Position kh·kW + kw in a window → position h·W + w in the plane. */
function planeIndices(argmax: Tensor, g: Pool2dGeometry): Tensor {
  const start = new Int32Array(g.outHeight * g.outWidth);
  for (let h = 0; h < g.outHeight; h++) {
    for (let w = 0; w < g.outWidth; w++) start[h * g.outWidth + w] = (h * g.strideHeight - g.padTop) * g.inWidth + w * g.strideWidth - g.padLeft;
  }
  return tidy(() => {
    const position = cast(argmax, "int32");
    // Half a cell more than the integer, so that the rounding of the division cannot fall below it.
    const row = cast(floor(div(add(cast(position, "float32"), 0.5), g.kernelWidth)), "int32");
    const column = sub(position, mul(row, g.kernelWidth));
    const inWindow = add(mul(row, g.dilationHeight * g.inWidth), mul(column, g.dilationWidth));
    return add(inWindow, fromData("maxPool2d", argmax.backend, start, [g.outHeight, g.outWidth], "int32"));
  });
}
