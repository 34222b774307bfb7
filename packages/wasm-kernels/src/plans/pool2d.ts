/**
 * Poolings and their gradients as steps; pointers are byte offsets, arrays dense float32, formulas those of core's contract.
 *
 * input [N, C, H, W], output [N, C, oH, oW], argmax [N, C, oH, oW] of `argmaxBytes(g)` each.
 */
import { kernelExtent, type Pool2dGeometry } from "@convoke/core/backend";
import type { KernelName } from "../kernels.js";
import { blockOf, type Step } from "./step.js";

const poolFields = [
  "source", "target", "argmax", "argmaxBytes", "inHeight", "inWidth", "outHeight", "outWidth", "kernelHeight", "kernelWidth", "strideHeight", "strideWidth",
  "dilationHeight", "dilationWidth", "padTop", "padLeft", "padBottom", "padRight", "countIncludePad", "divisorOverride", "interiorFirst", "interiorEnd", "bandRows", "bands",
] as const;

/** Bytes of a position in a window: 1 (uint8), or 4 (int32) where a window has more than 256 cells. */
export function argmaxBytes(g: Pool2dGeometry): 1 | 4 {
  return g.kernelHeight * g.kernelWidth <= 256 ? 1 : 4;
}

/** → output, and → argmax unless that is null. */
export function maxPool2d(input: number, output: number, argmax: number | null, g: Pool2dGeometry): Step {
  return step("maxPool", input, output, argmax ?? 0, g, g.outHeight, 1, 0);
}

/** → gradInput */
export function maxPool2dGrad(gradOutput: number, argmax: number, gradInput: number, g: Pool2dGeometry): Step {
  return step("maxPoolGrad", gradOutput, gradInput, argmax, g, g.inHeight, g.strideHeight, offsetBytes(g));
}

/** → output: the cells of input that won. */
export function maxPool2dTake(input: number, argmax: number, output: number, g: Pool2dGeometry): Step {
  return step("maxPoolTake", input, output, argmax, g, g.outHeight, 1, offsetBytes(g));
}

/** → output */
export function avgPool2d(input: number, output: number, g: Pool2dGeometry): Step {
  const flat = flatten(g);
  return step("avgPool", input, output, 0, flat, flat.outHeight, 1, 0);
}

/** → gradInput */
export function avgPool2dGrad(gradOutput: number, gradInput: number, g: Pool2dGeometry): Step {
  const flat = flatten(g);
  return step("avgPoolGrad", gradOutput, gradInput, 0, flat, flat.inHeight, flat.strideHeight, 8 * (flat.outWidth + flat.inWidth));
}

const offsetBytes = (g: Pool2dGeometry): number => 8 * g.kernelHeight * g.kernelWidth;

/** Units that a pooling of few planes is cut into, and cells that such a unit has at least. */
const leastUnits = 32;
const leastCells = 4096;

/** A unit is a band of `rows / bands` rows of a target plane: a whole plane where there are many. */
function step(kernel: KernelName, source: number, target: number, argmax: number, g: Pool2dGeometry, rows: number, multiple: number, scratchBytes: number): Step {
  const planes = g.batch * g.channels;
  const wanted = Math.max(Math.ceil((rows * planes) / leastUnits), Math.ceil(leastCells / Math.max(g.inWidth, 1)));
  const bandRows = Math.min(multiple * Math.ceil(wanted / multiple), rows);
  const bands = rows === 0 ? 0 : Math.ceil(rows / bandRows);
  // Output columns whose windows lie between the left and the right edge.
  const first = Math.ceil(g.padLeft / g.strideWidth);
  const end = Math.min(Math.floor((g.inWidth - kernelExtent(g.kernelWidth, g.dilationWidth) + g.padLeft) / g.strideWidth) + 1, g.outWidth);
  const [interiorFirst, interiorEnd] = first < end ? [first, end] : [0, 0];
  const block = blockOf(poolFields, { ...g, source, target, argmax, argmaxBytes: argmaxBytes(g), interiorFirst, interiorEnd, bandRows, bands });
  return { kernel, block, units: planes * bands, scratchBytes };
}

/** One window over the whole plane is one row of cells. */
function flatten(g: Pool2dGeometry): Pool2dGeometry {
  const isWhole = g.outHeight === 1 && g.outWidth === 1 && g.kernelHeight === g.inHeight && g.kernelWidth === g.inWidth
    && g.padTop === 0 && g.padLeft === 0 && g.dilationHeight === 1 && g.dilationWidth === 1;
  if (!isWhole) return g;
  const cells = g.inHeight * g.inWidth;
  return { ...g, inHeight: 1, inWidth: cells, kernelHeight: 1, kernelWidth: cells, strideHeight: 1, strideWidth: cells };
}
