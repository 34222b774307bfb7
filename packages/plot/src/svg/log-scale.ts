import { formatNumber } from "../format-number.js";
import type { AxisScale } from "./axis-scale.js";

/** A logarithmic axis for positive values that ends on ticks: powers of ten, and 2 and 5 times them where there are few. */
export function logScale(values: readonly number[], count: number): AxisScale {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), 0);
  const { min, max } = least < greatest ? { min: least, max: greatest } : least < Infinity ? { min: least / 2, max: least * 2 } : { min: 0.1, max: 1 };
  const decades = Math.log10(max) - Math.log10(min);
  const factors = decades > count / 2 ? [1] : [1, 2, 5];
  const every = Math.max(1, Math.ceil(decades / count)); // decades between labels

  const low = Math.floor(Math.log10(min) / every) * every;
  const candidates: number[] = [];
  for (let power = low; ; power += every) {
    candidates.push(...factors.map((factor) => Number(`${factor}e${power}`)));
    if (candidates.at(-1)! >= max) break;
  }
  const first = candidates.findLastIndex((value) => value <= min);
  const last = candidates.findIndex((value) => value >= max);
  const ticks = candidates.slice(Math.max(0, first), last + 1);
  const [start, end] = [Math.log10(ticks[0]!), Math.log10(ticks.at(-1)!)];
  const minorTicks = every > 1 ? [] : minor(ticks);
  return {
    ticks: ticks.map((value) => ({ value, label: formatNumber(value, 1) })),
    minorTicks,
    place: (value) => (Math.log10(value) - start) / (end - start),
  };
}

/** 2 … 9 times each power of ten, between the first tick and the last. */
function minor(ticks: readonly number[]): number[] {
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  const inside: number[] = [];
  for (let power = Math.floor(Math.log10(start)); power <= Math.log10(end); power++) {
    for (let factor = 1; factor <= 9; factor++) {
      const value = Number(`${factor}e${power}`);
      if (value > start && value < end && !ticks.includes(value)) inside.push(value);
    }
  }
  return inside;
}
