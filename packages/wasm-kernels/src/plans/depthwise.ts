/** Convolutions of one input and one output channel a group: assembly/conv/convolve-depthwise.ts and depthwise-grad-weight.ts. */
import type { Conv2dGeometry } from "@convoke/core/backend";
import { planeBand } from "./band.js";
import type { Step } from "./step.js";
import { span, windowBlock, type WindowOperands } from "./window-block.js";
import { forwardAxes, type WindowAxis } from "./window.js";

export const isDepthwise = (g: Conv2dGeometry): boolean => g.inChannels === g.groups && g.outChannels === g.groups;

export function convolveDepthwise(operands: WindowOperands, rows: WindowAxis, columns: WindowAxis): Step {
  const { block } = windowBlock(operands, rows, columns, planeBand(rows));
  const rowBytes = 16 * Math.ceil(columns.grid / 4);
  const scratchBytes = 48 + 16 * Math.ceil((rows.taps * columns.taps) / 4) + 16 * rowBytes + phaseBytes(rows, columns);
  return { kernel: "convolveDepthwise", block, units: operands.batch * operands.groups, scratchBytes };
}

export function depthwiseGradWeight(operands: WindowOperands, g: Conv2dGeometry): Step {
  const [rows, columns] = forwardAxes(g), taps = rows.taps * columns.taps;
  const { block } = windowBlock(operands, rows, columns, planeBand(rows));
  return { kernel: "depthwiseGradWeight", block, units: g.groups, scratchBytes: 16 + 16 * Math.ceil(taps / 4) + 256 * taps + phaseBytes(rows, columns) };
}

/** Bytes of a channel in phases: assembly/conv/phase-frame.ts. */
function phaseBytes(rows: WindowAxis, columns: WindowAxis): number {
  const phase = Math.ceil(span(rows, rows.grid) / rows.step) * Math.ceil(span(columns, columns.grid) / columns.step);
  return 16 * Math.ceil((rows.step * columns.step * phase) / 4);
}
