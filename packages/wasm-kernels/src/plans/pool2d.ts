/**
 * Poolings and their gradients as steps; pointers are byte offsets, arrays dense float32, formulas those of core's contract.
 *
 * input [N, C, H, W], output [N, C, oH, oW], argmax [N, C, oH, oW] of `argmaxBytes(g)` each.
 */
import { kernelExtent, type Pool2dGeometry } from "@convoke/core/backend";
import type { KernelName } from "../kernels.js";
import type { Step } from "./step.js";

/** Bytes of a position in a window: 1 (uint8), or 4 (int32) where a window has more than 256 cells. */
export function argmaxBytes(g: Pool2dGeometry): 1 | 4 {
  return g.kernelHeight * g.kernelWidth <= 256 ? 1 : 4;
}

/** → output, and → argmax unless that is null. */
export function maxPool2d(input: number, output: number, argmax: number | null, g: Pool2dGeometry): Step {
  const frame = frameOf(g);
  return step("maxPool", { source: input, target: output, argmax: argmax ?? 0 }, g, frame, { ...frame.bands, scratchBytes: Math.max(frame.bytes, lineBytes(g)) });
}

/** → gradInput */
export function maxPool2dGrad(gradOutput: number, argmax: number, gradInput: number, g: Pool2dGeometry): Step {
  return step("maxPoolGrad", { source: gradOutput, target: gradInput, argmax }, g, frameOf(g), { ...inputBands(g), scratchBytes: offsetBytes(g) });
}

/** → output: the cells of input that won. */
export function maxPool2dTake(input: number, argmax: number, output: number, g: Pool2dGeometry): Step {
  const frame = frameOf(g);
  return step("maxPoolTake", { source: input, target: output, argmax }, g, frame, { ...frame.bands, scratchBytes: offsetBytes(g) });
}

/** → output */
export function avgPool2d(input: number, output: number, g: Pool2dGeometry): Step {
  const flat = flatten(g), frame = frameOf(flat);
  return step("avgPool", { source: input, target: output, argmax: 0 }, flat, frame, { ...frame.bands, scratchBytes: 16 * Math.ceil(flat.outWidth / 4) + frame.bytes });
}

/** → gradInput */
export function avgPool2dGrad(gradOutput: number, gradInput: number, g: Pool2dGeometry): Step {
  const flat = flatten(g), reach = (flat.kernelWidth - 1) * flat.dilationWidth;
  const scratchBytes = 4 * (flat.outWidth + reach + Math.max(flat.padLeft + flat.inWidth, flat.outWidth));
  return step("avgPoolGrad", { source: gradOutput, target: gradInput, argmax: 0 }, flat, frameOf(flat), { ...inputBands(flat), scratchBytes });
}

/** Lines of windows of 3 × 3: assembly/pool/max-pool-threes.ts. */
const lineBytes = (g: Pool2dGeometry): number => 32 + 4 * 2 * 16 * Math.ceil(g.outWidth / 4);
const offsetBytes = (g: Pool2dGeometry): number => 8 * g.kernelHeight * g.kernelWidth;

/** A unit of work is a band of so many rows of a target plane, which has so many bands. */
interface Bands {
  readonly bandRows: number;
  readonly bands: number;
}

/** Units that a pooling of few planes is cut into, and input cells that such a unit has at least. */
const leastUnits = 32;
const leastCells = 4096;

/** Cells of a frame: 64 KiB. */
const frameCells = 16_384;

/** Bands of a multiple of `multiple` rows, `most` at the most: whole planes where there are many. `cells` is what one row costs. */
function bandsOf(g: Pool2dGeometry, rows: number, cells: number, multiple: number, most = Infinity): Bands {
  const wanted = Math.max(Math.ceil((rows * g.batch * g.channels) / leastUnits), Math.ceil(leastCells / Math.max(cells, 1)));
  const bandRows = Math.min(multiple * Math.ceil(Math.min(wanted, most) / multiple), rows);
  return { bandRows, bands: rows === 0 ? 0 : Math.ceil(rows / bandRows) };
}

const inputBands = (g: Pool2dGeometry): Bands => bandsOf(g, g.inHeight, g.inWidth, g.strideHeight);

/** Bands of output rows, and what their windows see: a part of the input, or a copy with padding around. */
function frameOf(g: Pool2dGeometry) {
  const extent = kernelExtent(g.kernelHeight, g.dilationHeight);
  const height = (g.outHeight - 1) * g.strideHeight + extent, width = (g.outWidth - 1) * g.strideWidth + kernelExtent(g.kernelWidth, g.dilationWidth);
  const isDirect = g.padTop === 0 && g.padLeft === 0 && height <= g.inHeight && width <= g.inWidth;
  const most = isDirect ? Infinity : Math.max(1, Math.floor((frameCells / width - extent) / g.strideHeight) + 1);
  const bands = bandsOf(g, g.outHeight, g.inWidth * g.strideHeight, 1, most);
  return { width, isDirect, bands, bytes: isDirect ? 0 : 4 * width * ((bands.bandRows - 1) * g.strideHeight + extent) };
}

interface Pointers {
  readonly source: number;
  readonly target: number;
  readonly argmax: number;
}

function step(
  kernel: KernelName, pointers: Pointers, g: Pool2dGeometry, frame: ReturnType<typeof frameOf>, { bandRows, bands, scratchBytes }: Bands & { readonly scratchBytes: number },
): Step {
  // Output columns whose windows lie between the left and the right edge.
  const first = Math.ceil(g.padLeft / g.strideWidth);
  const end = Math.min(Math.floor((g.inWidth - kernelExtent(g.kernelWidth, g.dilationWidth) + g.padLeft) / g.strideWidth) + 1, g.outWidth);
  const interiorEnd = first < end ? end : 0;
  const block = [
    pointers.source | 0, pointers.target | 0, pointers.argmax | 0, argmaxBytes(g), g.inHeight, g.inWidth, g.outHeight, g.outWidth,
    g.kernelHeight, g.kernelWidth, g.strideHeight, g.strideWidth, g.dilationHeight, g.dilationWidth, g.padTop, g.padLeft, g.padBottom, g.padRight,
    Number(g.countIncludePad), g.divisorOverride ?? 0, interiorEnd, frame.width, Number(frame.isDirect), bandRows, bands,
  ];
  return { kernel, block, units: g.batch * g.channels * bands, scratchBytes };
}

/** One window over the whole plane is one row of cells. */
function flatten(g: Pool2dGeometry): Pool2dGeometry {
  const isWhole = g.outHeight === 1 && g.outWidth === 1 && g.kernelHeight === g.inHeight && g.kernelWidth === g.inWidth
    && g.padTop === 0 && g.padLeft === 0 && g.dilationHeight === 1 && g.dilationWidth === 1;
  if (!isWhole) return g;
  const cells = g.inHeight * g.inWidth;
  return { ...g, inHeight: 1, inWidth: cells, kernelHeight: 1, kernelWidth: cells, strideHeight: 1, strideWidth: cells };
}
