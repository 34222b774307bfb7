import { expect, test } from "vitest";
import { type GoldenCase, goldenArguments, goldenCases } from "../golden/golden.js";
import type { Dense } from "./dense.js";
import * as oracle from "./index.js";

type Result = Dense | readonly Dense[] | Readonly<Record<string, Dense | null>>;
type Oracle = (...inputs: never[]) => Result;

/** Arguments the oracle does not take as they are: nested values, arange's dtype, dropout's chance (here 0 or 1). */
const special: Record<string, Oracle> = {
  tensor: (values, { shape = shapeOf(values) }: { shape?: readonly number[] } = {}) => ({
    shape,
    data: [values].flat(Infinity as 1).map(Number),
  }),
  arange: (...values: unknown[]) => oracle.oracleArange(...(values.filter((value) => typeof value === "number") as [number])),
  dropout: (x: Dense, options: { p?: number } = {}) =>
    oracle.oracleDropout(x, oracle.oracleFull(x.shape, options.p === 1 ? 0 : 1), options),
};

function shapeOf(values: unknown): number[] {
  return Array.isArray(values) ? [values.length, ...shapeOf(values[0])] : [];
}

function oracleOf(op: string): Oracle {
  const name = `oracle${op.charAt(0).toUpperCase()}${op.slice(1)}`;
  return (special[op] ?? (oracle as unknown as Record<string, Oracle>)[name]) as Oracle;
}

function outputsOf(result: Result): (Dense | null)[] {
  if (Array.isArray(result)) return result;
  return "data" in result ? [result as Dense] : Object.values(result as Record<string, Dense | null>);
}

/** Against PyTorch's float64 results, printed with 12 digits. */
const agrees = (actual: number | undefined, expected: number) =>
  Object.is(actual, expected) || actual === expected || Math.abs(Number(actual) - expected) <= 1e-9 * Math.abs(expected) + 1e-12;

/** The place of a NaN in a max-pool window is the first one's here and the last one's in PyTorch. */
const isPlaceOfNaN = ({ op, outputs }: GoldenCase, output: number, at: number) =>
  op === "maxPool2d" && output === 1 && Number.isNaN(outputs[0]?.data[at]);

function check(golden: GoldenCase): void {
  const inputs = goldenArguments(golden, ({ shape, data }): Dense => ({ shape, data: [...data] }));
  const actual = outputsOf(oracleOf(golden.op)(...(inputs as never[])));
  for (const [output, expected] of golden.outputs.entries()) {
    const { shape, data } = actual[output] ?? { shape: [], data: [] };
    const what = `${golden.op}: ${golden.name}, output ${output}: ${golden.snippet}`;
    expect(shape, what).toEqual(expected.shape);
    const wrong = expected.data.flatMap((value, at) =>
      agrees(data[at], value) || isPlaceOfNaN(golden, output, at) ? [] : [{ at, got: data[at], expected: value }],
    );
    expect(wrong, what).toEqual([]);
    expect(data.length, what).toBe(expected.data.length);
  }
}

const all = goldenCases();
const ops = [...new Set(all.map(({ op }) => op))];

test.each(ops)("%s: the oracle agrees with every golden case", (op) => {
  const cases = all.filter((golden) => golden.op === op);
  expect(cases.length).toBeGreaterThan(0);
  for (const golden of cases) check(golden);
});
