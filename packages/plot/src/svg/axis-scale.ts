import { formatNumber } from "../format-number.js";

/** A label on an axis, and the value where it stands. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** An axis: `place` is 0 at its start and 1 at its end, for the values that it can show. */
export interface AxisScale {
  readonly ticks: readonly Tick[];
  readonly minorTicks: readonly number[];
  place(value: number): number;
}

/** Labels that differ from one tick to the next: as many digits as the step needs. */
export function tickLabels(values: readonly number[]): readonly Tick[] {
  const largest = Math.max(...values.map(Math.abs));
  const step = values.length > 1 ? Math.abs(values[1]! - values[0]!) : largest;
  const digits = step > 0 ? Math.ceil(Math.log10(largest / step)) + 2 : 1;
  return values.map((value) => ({ value, label: formatNumber(value, Math.min(15, Math.max(3, digits))) }));
}
