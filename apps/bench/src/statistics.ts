/** The middle of the sorted values; of an even number of them, the mean of the two in the middle. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Half of the values lie between these two. */
export const quartiles = (values: readonly number[]): readonly [number, number] => [quantile(values, 0.25), quantile(values, 0.75)];

/** Between neighbours of the sorted values it is interpolated, as in NumPy. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!);
}

/** The median of others[i] / times[i] over the rounds that both were in: each pair was measured one after the other. */
export function medianRatio(others: readonly number[], times: readonly number[]): number {
  return median(Array.from({ length: Math.min(others.length, times.length) }, (_, i) => others[i]! / times[i]!));
}
