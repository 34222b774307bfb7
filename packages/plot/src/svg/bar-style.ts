import { formatNumber } from "../format-number.js";

/** One bar. A value that is not finite has no bar, but is written. */
export interface Bar {
  readonly label: string;
  readonly value: number;
}

/** Bars to be drawn below `top` of a picture. */
export interface BarFrame {
  readonly bars: readonly Bar[];
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly valueLabel: string;
  /** What the axis holds: zero, the values that are drawn, and what the caller wants in sight. */
  readonly axis: readonly number[];
}

export const muted = "#4b5563";
export const gridLine = "#e5e7eb";
export const zeroLine = "#6b7280";

/** Whether a value has a bar: an axis to 1e300 has no room for ticks. */
export function isDrawn(value: number): boolean {
  return Math.abs(value) < 1e300;
}

/** Red above zero and blue below, as in signed maps; a plain blue where nothing is below. */
export function barColour(value: number, bars: readonly Bar[]): string {
  if (bars.every((bar) => !(bar.value < 0))) return "#0072b2";
  return value < 0 ? "#2166ac" : "#b2182b";
}

export function barText(value: number): string {
  return formatNumber(value, 4);
}
