/**
 * A convolution and its gradients as steps over one memory; pointers are byte offsets, arrays dense, formulas those of core's contract.
 *
 * input [N, Cin, H, W], weight [Cout, Cin/groups, kH, kW], output [N, Cout, oH, oW].
 */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { cellBand, columnRanges, inLanes } from "./band.js";
import { convolveDepthwise, isDepthwise } from "./depthwise.js";
import { depthBlock, packLeft, packedBytes, rowBlock } from "./gemm.js";
import { epilogueFields, type EpiloguePointers, type Step } from "./step.js";
import { usesWinograd, winogradConv2d, winogradConv2dGradInput, winogradConv2dGradInputWorkspace, winogradConv2dWorkspace } from "./winograd.js";
import { windowBlock, type WindowOperands } from "./window-block.js";
import { columnSizes, forwardAxes, gradInputPhases, rowSizes, type WindowAxis } from "./window.js";

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
  }, inLanes(depth, rows, taps) ? 8 : 0);
  const [rowAxis, columnAxis] = forwardAxes(g);
  // Of one row and channel a group the weight is packed as it is.
  return [...(isDepthwise(g) ? [] : [pack]), ...convolve({
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
      }, inLanes(depth, rows, row.taps * column.taps) ? 8 : 0));
      products.push(...convolve({
        source: gradOutput, packed, target: gradInput, ...epilogueFields(epilogue), batch: g.batch, groups: g.groups, depth, rows,
        sourceHeight: g.outHeight, sourceWidth: g.outWidth, targetHeight: g.inHeight, targetWidth: g.inWidth,
      }, row, column));
      packed += packedBytes(g.groups, rows, depth * row.taps * column.taps);
    }
  }
  return [...packs, ...products];
}

function convolve(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Step[] {
  const step = operands.depth === 1 && operands.rows === 1 ? convolveDepthwise : convolveCells;
  return columnRanges(operands, rows, columns).map((range) => step(operands, rows, range));
}

function convolveCells(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Step {
  const band = cellBand(operands, rows, columns), { block, frameBytes } = windowBlock(operands, rows, columns, band);
  const products = operands.depth * rows.taps * columns.taps, offsetBytes = 16 * Math.ceil(products / 4);
  const blocks = Math.ceil((band.images * rows.grid * columns.grid) / band.block) * Math.ceil(operands.rows / rowBlock);
  return {
    kernel: "convolve", block, units: Math.ceil(operands.batch / band.images) * operands.groups * blocks,
    scratchBytes: 752 + offsetBytes + (band.inLanes ? 0 : 4 * band.block * depthBlock(products)) + frameBytes,
  };
}
