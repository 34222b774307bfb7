import type { Text } from "./blocks/text.js";

/** A number, a word, or a (nested) list of them. */
export type Value = number | string | boolean | readonly Value[];

export interface CheckResult {
  readonly name: Text;
  readonly got: string;
  readonly expected: string;
  readonly passed: boolean;
}

/** Compares what a lesson has computed with what the document says. */
export interface Check {
  /** Numbers may differ by `tolerance`; everything else is equal. */
  (name: Text, got: Value, expected: Value, tolerance?: number): void;
  atMost(name: Text, got: number, bound: number): void;
  atLeast(name: Text, got: number, bound: number): void;
  /** `body` must throw an error whose message contains `message`. */
  throws(name: Text, body: () => unknown, message: string): void;
}

/** A `check` that appends to `results`. */
export function makeCheck(results: CheckResult[]): Check {
  const add = (name: Text, got: string, expected: string, passed: boolean): void => void results.push({ name, got, expected, passed });
  const check = (name: Text, got: Value, expected: Value, tolerance = 0): void => {
    const difference = greatestDifference(got, expected);
    const allowed = tolerance > 0 ? ` ± ${tolerance}` : "";
    if (isLong(expected)) add(name, `${sizeOf(got)}, |Δ| ≤ ${short(difference)}`, `${sizeOf(expected)}${allowed}`, difference <= tolerance);
    else add(name, format(got), format(expected) + allowed, difference <= tolerance);
  };
  const throws = (name: Text, body: () => unknown, message: string): void => {
    let got = "—";
    try {
      body();
    } catch (error) {
      got = error instanceof Error ? error.message : String(error);
    }
    add(name, got, message, got.includes(message));
  };
  return Object.assign(check, {
    atMost: (name: Text, got: number, bound: number): void => add(name, short(got), `≤ ${bound}`, got <= bound),
    atLeast: (name: Text, got: number, bound: number): void => add(name, short(got), `≥ ${bound}`, got >= bound),
    throws,
  });
}

/** Infinity where the forms differ, or what is not a number. */
function greatestDifference(got: Value, expected: Value): number {
  if (typeof got === "object" && typeof expected === "object") {
    if (got.length !== expected.length) return Infinity;
    return got.reduce((worst: number, value, i) => Math.max(worst, greatestDifference(value, expected[i]!)), 0);
  }
  if (typeof got === "number" && typeof expected === "number") return Number.isFinite(got) ? Math.abs(got - expected) : Infinity;
  return got === expected ? 0 : Infinity;
}

const isLong = (value: Value): boolean => typeof value === "object" && (value.length > 8 || value.some((item) => typeof item === "object"));

function sizeOf(value: Value): string {
  const shape: number[] = [];
  for (let level = value; typeof level === "object"; level = level[0] ?? 0) shape.push(level.length);
  return shape.join(" × ");
}

function format(value: Value): string {
  if (typeof value === "object") return `[${value.map(format).join(", ")}]`;
  return typeof value === "number" ? short(value) : String(value);
}

/** Whole numbers with separators, others with four significant digits. */
export function short(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  return Math.abs(value) >= 1e-4 ? String(Number(value.toPrecision(4))) : value.toExponential(1);
}
