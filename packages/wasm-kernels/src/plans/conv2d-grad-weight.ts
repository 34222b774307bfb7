/** The gradient of a convolution's weight: by Winograd where that pays, else assembly/conv/convolve-grad-weight.ts. */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { sliceBand } from "./band.js";
import { depthwiseGradWeight, isDepthwise } from "./depthwise.js";
import { epilogueFields, type Step } from "./step.js";
import { windowBlock, type WindowOperands } from "./window-block.js";
import { forwardAxes } from "./window.js";
import { usesWinogradGradWeight, winogradConv2dGradWeight, winogradConv2dGradWeightWorkspace } from "./winograd-grad-weight.js";

/** Units of the weight's gradient from which on several threads have enough to do. */
const enoughUnits = 16;

/** Bytes at `workspace` while the steps run: sums over parts of the cells. */
export function conv2dGradWeightWorkspace(g: Conv2dGeometry): number {
  return (usesWinogradGradWeight(g) ? winogradConv2dGradWeightWorkspace : directConv2dGradWeightWorkspace)(g);
}

/** → gradWeight. */
export function conv2dGradWeight(gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry): Step[] {
  return (usesWinogradGradWeight(g) ? winogradConv2dGradWeight : directConv2dGradWeight)(gradOutput, input, gradWeight, workspace, g);
}

export function directConv2dGradWeightWorkspace(g: Conv2dGeometry): number {
  return isDepthwise(g) ? 0 : gradWeightParts(0, 0, 0, 0, g).sumBytes;
}

/** conv2dGradWeight for any geometry. */
export function directConv2dGradWeight(gradOutput: number, input: number, gradWeight: number, workspace: number, g: Conv2dGeometry): Step[] {
  if (isDepthwise(g)) return [depthwiseGradWeight(gradWeightOperands(gradOutput, input, gradWeight, g), g)];
  const { block, units, scratchBytes } = gradWeightParts(gradOutput, input, gradWeight, workspace, g);
  return [
    { kernel: "convolveGradWeight", block, units, scratchBytes },
    { kernel: "foldGradWeight", block, units: g.groups * Math.ceil(g.outChannels / g.groups / 8), scratchBytes: 0 },
  ];
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
  const slices = Math.ceil(g.batch / band.images) * Math.ceil(g.outHeight / band.rows) * Math.ceil(g.outWidth / band.columns);
  const blocks = g.groups * Math.ceil(rows / 64) * Math.ceil(depth / band.channels);
  const parts = Math.max(1, Math.min(slices, Math.ceil(enoughUnits / Math.max(blocks, 1))));
  const panelBytes = 32 * Math.min(8, panels) * band.images * band.rows * band.columns;
  return {
    block: [...window.block, workspace | 0, parts, band.rows, band.columns, band.channels], units: parts * blocks,
    scratchBytes: 32 + 16 * Math.ceil((band.channels * taps) / 4) + panelBytes + window.frameBytes, sumBytes: 32 * parts * g.groups * panels * depth * taps,
  };
}
