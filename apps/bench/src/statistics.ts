/** The middle of the sorted values; of an even number of them, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest and the largest. */
export const spread = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];

/** times[i] / base[i]: each pair was measured one after the other. */
export const pairRatios = (times: readonly number[], base: readonly number[]): number[] => times.map((time, index) => time / base[index]!);
