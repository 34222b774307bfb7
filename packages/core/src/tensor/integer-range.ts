import type { TypedArray } from "../backend/dtype.js";

/** The two smallest and the two greatest different integers of a storage; of one that holds a single integer, both are it. */
export interface IntegerRange {
  readonly least: number;
  readonly secondLeast: number;
  readonly secondGreatest: number;
  readonly greatest: number;
}

/** One pass over host data; `null` when it is empty. */
export function rangeOf(data: TypedArray): IntegerRange | null {
  if (data.length === 0) return null;
  let least = Infinity, secondLeast = Infinity, secondGreatest = -Infinity, greatest = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value < secondLeast && value !== least) {
      if (value < least) [least, secondLeast] = [value, least];
      else secondLeast = value;
    }
    if (value > secondGreatest && value !== greatest) {
      if (value > greatest) [greatest, secondGreatest] = [value, greatest];
      else secondGreatest = value;
    }
  }
  return secondLeast === Infinity ? oneValue(least) : { least, secondLeast, secondGreatest, greatest };
}

/** The range of a storage that holds nothing but `value`. */
export function oneValue(value: number): IntegerRange {
  return { least: value, secondLeast: value, secondGreatest: value, greatest: value };
}

/** The smallest and the greatest integer besides `ignored`; `null` when nothing is left. */
export function rangeWithout({ least, secondLeast, secondGreatest, greatest }: IntegerRange, ignored: number | null): readonly [least: number, greatest: number] | null {
  const low = least === ignored ? secondLeast : least;
  const high = greatest === ignored ? secondGreatest : greatest;
  return low === ignored ? null : [low, high];
}
