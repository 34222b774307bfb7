/**
 * A convolution and its gradients as steps over one memory; pointers are byte offsets, arrays dense, formulas those of core's contract.
 *
 * input [N, Cin, H, W], weight [Cout, Cin/groups, kH, kW], output [N, Cout, oH, oW].
 */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { cellBand, planeBand, sliceBand } from "./band.js";
import { depthBlock, packLeft, packedBytes, rowBlock } from "./gemm.js";
import { epilogueFields, type EpiloguePointers, type Step } from "./step.js";
import { usesWinograd, winogradConv2d, winogradConv2dGradInput, winogradConv2dGradInputWorkspace, winogradConv2dWorkspace } from "./winograd.js";
import { windowBlock, type WindowOperands } from "./window-block.js";
import { columnSizes, forwardAxis, gradInputPhases, rowSizes, type WindowAxis } from "./window.js";

/** Bytes at `workspace` while the steps run: the weight, packed or transformed. */
export function conv2dWorkspace(g: Conv2dGeometry): number {
  return usesWinograd(g) ? winogradConv2dWorkspace(g) : directConv2dWorkspace(g);
}

/** → output; bias [Cout], residual as the output. */
export function conv2d(input: number, weight: number, output: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers = {}): Step[] {
  return (usesWinograd(g) ? winogradConv2d : directConv2d)(input, weight, output, workspace, g, epilogue);
}

export function conv2dGradInputWorkspace(g: Conv2dGeometry): number {
  return usesWinograd(g, "conv2dGradInput") ? winogradConv2dGradInputWorkspace(g) : directConv2dGradInputWorkspace(g);
}

/** → gradInput; bias [Cin], residual as gradInput. */
export function conv2dGradInput(gradOutput: number, weight: number, gradInput: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers = {}): Step[] {
  return (usesWinograd(g, "conv2dGradInput") ? winogradConv2dGradInput : directConv2dGradInput)(gradOutput, weight, gradInput, workspace, g, epilogue);
}

export function directConv2dWorkspace(g: Conv2dGeometry): number {
  return isDepthwise(g) ? 0 : packedBytes(g.groups, g.outChannels / g.groups, (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth);
}

/** conv2d as an implicit matrix product, for any geometry. */
export function directConv2d(input: number, weight: number, output: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers = {}): Step[] {
  const depth = g.inChannels / g.groups, rows = g.outChannels / g.groups, taps = g.kernelHeight * g.kernelWidth;
  const pack = packLeft(g.groups, {
    source: weight, packed: workspace, rows, batchStride: rows * depth * taps, rowStride: depth * taps,
    depth0: 1, depth1: 1, depth2: depth * taps, depthStride0: 0, depthStride1: 0, depthStride2: 1,
  });
  const [rowAxis, columnAxis] = forwardAxes(g);
  // Of one row and channel a group the weight is packed as it is.
  return [...(isDepthwise(g) ? [] : [pack]), convolve({
    source: input, packed: isDepthwise(g) ? weight : workspace, target: output, ...epilogueFields(epilogue), batch: g.batch, groups: g.groups, depth, rows,
    sourceHeight: g.inHeight, sourceWidth: g.inWidth, targetHeight: g.outHeight, targetWidth: g.outWidth,
  }, rowAxis, columnAxis)];
}

export function directConv2dGradInputWorkspace(g: Conv2dGeometry): number {
  return packedBytes(g.groups, g.inChannels / g.groups, (g.outChannels / g.groups) * g.kernelHeight * g.kernelWidth);
}

/** conv2dGradInput for any geometry: per phase of the stride a convolution of gradOutput with the taps that meet it, turned round. */
export function directConv2dGradInput(gradOutput: number, weight: number, gradInput: number, workspace: number, g: Conv2dGeometry, epilogue: EpiloguePointers = {}): Step[] {
  const depth = g.outChannels / g.groups, rows = g.inChannels / g.groups, taps = g.kernelHeight * g.kernelWidth;
  const packs: Step[] = [], products: Step[] = [];
  let packed = workspace;
  for (const row of gradInputPhases(g.inHeight, rowSizes(g))) {
    for (const column of gradInputPhases(g.inWidth, columnSizes(g))) {
      packs.push(packLeft(g.groups, {
        source: weight + 4 * (row.lastTap * g.kernelWidth + column.lastTap), packed, rows, batchStride: depth * rows * taps, rowStride: taps,
        depth0: depth, depth1: row.taps, depth2: column.taps, depthStride0: rows * taps, depthStride1: -row.tapGap * g.kernelWidth, depthStride2: -column.tapGap,
      }));
      products.push(convolve({
        source: gradOutput, packed, target: gradInput, ...epilogueFields(epilogue), batch: g.batch, groups: g.groups, depth, rows,
        sourceHeight: g.outHeight, sourceWidth: g.outWidth, targetHeight: g.inHeight, targetWidth: g.inWidth,
      }, row, column));
      packed += packedBytes(g.groups, rows, depth * row.taps * column.taps);
    }
  }
  return [...packs, ...products];
}

/** Units of the weight's gradient from which on several threads have enough to do. */
const enoughUnits = 16;

/** Bytes at `workspace` while the step runs: sums over parts of the cells. */
export function conv2dGradWeightWorkspace(g: Conv2dGeometry): number {
  return isDepthwise(g) ? 0 : gradWeightParts(0, 0, 0, 0, g).sumBytes;
}

/** → gradWeight. */
export function conv2dGradWeight(gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry): Step[] {
  if (isDepthwise(g)) return [depthwiseGradWeight(gradOutput, input, gradWeight, g)];
  const { block, units, scratchBytes } = gradWeightParts(gradOutput, input, gradWeight, workspace, g);
  return [
    { kernel: "convolveGradWeight", block, units, scratchBytes },
    { kernel: "foldGradWeight", block, units: g.groups * Math.ceil(g.outChannels / g.groups / 8), scratchBytes: 0 },
  ];
}

const isDepthwise = (g: Conv2dGeometry): boolean => g.inChannels === g.groups && g.outChannels === g.groups;

function depthwiseGradWeight(gradOutput: number, input: number, gradWeight: number, g: Conv2dGeometry): Step {
  const axes = forwardAxes(g), taps = g.kernelHeight * g.kernelWidth;
  const { block, frameBytes } = windowBlock(gradWeightOperands(gradOutput, input, gradWeight, g), ...axes, planeBand(axes[0]));
  return { kernel: "depthwiseGradWeight", block, units: g.groups, scratchBytes: 16 * taps + 16 * Math.ceil(taps / 4) + frameBytes };
}

function gradWeightOperands(gradOutput: number, input: number, gradWeight: number, g: Conv2dGeometry): WindowOperands {
  return {
    source: input, packed: gradOutput, target: gradWeight, ...epilogueFields({}), batch: g.batch, groups: g.groups, depth: g.inChannels / g.groups,
    rows: g.outChannels / g.groups, sourceHeight: g.inHeight, sourceWidth: g.inWidth, targetHeight: g.outHeight, targetWidth: g.outWidth,
  };
}

function gradWeightParts(gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry) {
  const operands = gradWeightOperands(gradOutput, input, gradWeight, g), { depth, rows } = operands;
  const taps = g.kernelHeight * g.kernelWidth, panels = Math.ceil(rows / 8);
  const axes = forwardAxes(g), band = sliceBand(operands, ...axes);
  const window = windowBlock(operands, ...axes, band);
  const slices = Math.ceil(g.batch / band.images) * Math.ceil(g.outHeight / band.rows);
  const blocks = g.groups * Math.ceil(rows / 64) * Math.ceil(depth / band.channels);
  const parts = Math.max(1, Math.min(slices, Math.ceil(enoughUnits / Math.max(blocks, 1))));
  const panelBytes = 32 * Math.min(8, panels) * band.images * band.rows * g.outWidth;
  return {
    block: [...window.block, workspace | 0, parts, band.rows, band.channels], units: parts * blocks,
    scratchBytes: 32 + 16 * Math.ceil((band.channels * taps) / 4) + panelBytes + window.frameBytes, sumBytes: 32 * parts * g.groups * panels * depth * taps,
  };
}

const forwardAxes = (g: Conv2dGeometry): [WindowAxis, WindowAxis] => [forwardAxis(g.outHeight, rowSizes(g)), forwardAxis(g.outWidth, columnSizes(g))];

function convolve(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Step {
  const isSeparate = operands.depth === 1 && operands.rows === 1;
  const band = isSeparate ? planeBand(rows) : cellBand(operands, rows, columns);
  const { block, frameBytes } = windowBlock(operands, rows, columns, band);
  const products = operands.depth * rows.taps * columns.taps, offsetBytes = 16 * Math.ceil(products / 4);
  if (isSeparate) return { kernel: "convolveDepthwise", block, units: operands.batch * operands.groups, scratchBytes: offsetBytes + frameBytes };
  const blocks = Math.ceil((band.images * rows.grid * columns.grid) / band.block) * Math.ceil(operands.rows / rowBlock);
  return {
    kernel: "convolve", block, units: Math.ceil(operands.batch / band.images) * operands.groups * blocks,
    scratchBytes: 752 + offsetBytes + 4 * band.block * depthBlock(products) + frameBytes,
  };
}
