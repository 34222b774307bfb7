import type { Conv2dGeometry } from "@convoke/core/backend";

/** One axis of a window kernel: grid cell i sees for tap t the source cell low + i · step + t · tapStep, and is target cell targetStart + i · targetStep. */
export interface WindowAxis {
  readonly grid: number;
  readonly step: number;
  readonly taps: number;
  readonly tapStep: number;
  readonly low: number;
  readonly targetStart: number;
  readonly targetStep: number;
}

interface Sizes {
  readonly stride: number;
  readonly dilation: number;
  readonly padBefore: number;
  readonly kernelSize: number;
}

/** The forward convolution: one grid, the output. */
function forwardAxis(outSize: number, { stride, dilation, padBefore, kernelSize }: Sizes): WindowAxis {
  return { grid: outSize, step: stride, taps: kernelSize, tapStep: dilation, low: -padBefore, targetStart: 0, targetStep: 1 };
}

/** A phase of the gradient of the input, and which taps of the weight it takes: `lastTap`, `lastTap − tapGap`, … */
export interface Phase extends WindowAxis {
  readonly lastTap: number;
  readonly tapGap: number;
}

/**
 * The gradient of the input as `stride` convolutions of step 1 over gradOutput, one for each residue of the input's row.
 *
 * Output o meets input y at tap k where o · stride = y + pad − k · dilation. For y = phase + stride · i that holds for k = first + gap · t,
 * gap = stride ÷ gcd(stride, dilation), and o = i + (phase + pad − k · dilation) ÷ stride. Taps in descending order make o ascend.
 */
export function gradInputPhases(inSize: number, { stride, dilation, padBefore, kernelSize }: Sizes): Phase[] {
  const gap = stride / gcd(stride, dilation);
  const phases: Phase[] = [];
  for (let phase = 0; phase < Math.min(stride, inSize); phase++) {
    let first = 0;
    while (first < gap && (phase + padBefore - first * dilation) % stride !== 0) first++;
    const taps = first < gap ? Math.max(0, Math.ceil((kernelSize - first) / gap)) : 0;
    const lastTap = first + (taps - 1) * gap;
    phases.push({
      grid: Math.ceil((inSize - phase) / stride), step: 1, taps, tapStep: (gap * dilation) / stride,
      low: taps === 0 ? 0 : (phase + padBefore - lastTap * dilation) / stride,
      targetStart: phase, targetStep: stride, lastTap, tapGap: gap,
    });
  }
  return phases;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

export const rowSizes = (g: Conv2dGeometry): Sizes =>
  ({ stride: g.strideHeight, dilation: g.dilationHeight, padBefore: g.padTop, kernelSize: g.kernelHeight });

export const columnSizes = (g: Conv2dGeometry): Sizes =>
  ({ stride: g.strideWidth, dilation: g.dilationWidth, padBefore: g.padLeft, kernelSize: g.kernelWidth });

/** Both axes of the forward convolution. */
export const forwardAxes = (g: Conv2dGeometry): readonly [rows: WindowAxis, columns: WindowAxis] => [forwardAxis(g.outHeight, rowSizes(g)), forwardAxis(g.outWidth, columnSizes(g))];
