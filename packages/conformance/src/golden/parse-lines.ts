const nonFinite = new Map<unknown, number>([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** Parses JSON lines in which non-finite numbers are spelled as strings. */
export function parseLines(text: string): unknown[] {
  return text.split("\n").map((line) => JSON.parse(line, (_key, value: unknown) => nonFinite.get(value) ?? value));
}
