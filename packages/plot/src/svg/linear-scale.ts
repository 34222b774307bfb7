import { type AxisScale, tickLabels } from "./axis-scale.js";

/** An axis from min to max with about `count` round ticks; `whole` allows integers only, `loose` ends the axis on ticks. */
export function linearScale(values: readonly number[], options: { count: number; whole?: boolean; loose?: boolean }): AxisScale {
  const { min, max } = widen(values, options.whole ?? false);
  let step = niceStep((max - min) / options.count);
  if (options.whole) step = Math.max(1, step);
  const first = options.loose ? Math.floor(min / step + 1e-9) : Math.ceil(min / step - 1e-9);
  const last = options.loose ? Math.ceil(max / step - 1e-9) : Math.floor(max / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(15)));
  const start = options.loose ? Math.min(min, ticks[0]!) : min;
  const end = options.loose ? Math.max(max, ticks.at(-1)!) : max;
  return { ticks: tickLabels(ticks), minorTicks: [], place: (value) => (value - start) / (end - start) };
}

/** The range of the values, never empty and never so narrow that float64 has no ticks in it. */
function widen(values: readonly number[], whole: boolean): { min: number; max: number } {
  const min = values.reduce((least, value) => Math.min(least, value), Infinity);
  const max = values.reduce((greatest, value) => Math.max(greatest, value), -Infinity);
  if (min > max) return { min: 0, max: 1 };
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (max - min > 1e-9 * size && max - min > 1e-290) return { min, max };
  const margin = whole ? 1 : size > 1e-290 ? size * 0.1 : 1;
  return { min: min - margin, max: max + margin };
}

/** The smallest of 1, 2, 5 times a power of ten that is not below `step`. */
function niceStep(step: number): number {
  const power = Number(`1e${Math.floor(Math.log10(step))}`);
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9))!;
  return factor * power;
}
