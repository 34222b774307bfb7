import type { DType, Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryModerate, arbitraryPositive } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { elementwiseOf } from "../laws/elementwise.js";
import { keepsDType } from "../laws/dtype.js";
import type { Dense } from "../oracle/dense.js";
import { defineOpSpec, type Args, type ErrorCase, type Law, type OpSpec } from "../suite/spec.js";
import type { Bound } from "../suite/tolerance.js";
import { labels, positive, values } from "./ramp.js";

export interface UnarySpec {
  readonly name: string;
  readonly op: (input: Tensor, ...rest: never[]) => Tensor;
  readonly oracle: (input: Dense, ...rest: never[]) => Dense;
  readonly bound: Bound;
  /** Values where it is defined; default: moderate ones. */
  readonly element?: fc.Arbitrary<number>;
  /** Values where its slope is moderate; default: as `element`. */
  readonly smooth?: fc.Arbitrary<number>;
  /** Finite values worth naming; rounded to float32. */
  readonly edges: readonly number[];
  /** NaN and infinities, and values whose results they are. */
  readonly nonFinite: readonly number[];
  /** The arguments after the input. */
  readonly rest?: fc.Arbitrary<readonly unknown[]>;
  readonly samples?: Readonly<Record<string, Args>>;
  /** The integer dtypes that it takes too. */
  readonly integers?: readonly DType[];
  readonly laws: readonly Law[];
  readonly errors?: readonly ErrorCase[];
  readonly noGolden?: string;
}

/** The spec of a differentiable function of each element. */
export function unarySpec(given: UnarySpec): OpSpec {
  const { name, op, oracle, bound, element = arbitraryModerate(), smooth = element, edges, nonFinite, rest = fc.constant([]), integers = [], laws, errors = [] } = given;
  const arrays = (value: fc.Arbitrary<number>): fc.Arbitrary<Args> =>
    arbitraryShape().chain((shape) => fc.tuple(arbitraryDense(shape, value), rest).map(([input, more]) => [input, ...more]));
  return defineOpSpec({
    name,
    op,
    inputs: ["input"],
    samples: {
      "vector of 37": [positive([37])],
      "rank 4": [positive([2, 3, 4, 5], 2)],
      "rank 5": [positive([2, 1, 3, 1, 2], 3)],
      "scalar": [positive([])],
      "empty": [positive([0, 3])],
      "edges": [values(...edges.map(Math.fround))],
      "non-finite": [values(...nonFinite)],
      ...Object.fromEntries(integers.map((dtype) => [dtype, [labels([3, 5], 9, dtype as "int32" | "uint8")]])),
      ...given.samples,
    },
    arbitrary: arrays(element),
    smooth: arrays(smooth),
    oracle,
    bound,
    gradients: ["input"],
    laws: [elementwiseOf, keepsDType(op, integers), ...laws],
    errors: [refusesBool(name, integers.length > 0 ? "a number dtype" : "float32 or float64"), ...(integers.length > 0 ? [] : [refusesInt32(name)]), ...errors],
    ...(given.noGolden === undefined ? {} : { noGolden: given.noGolden }),
  });
}

/** Away from 0 by more than a finite difference reaches. */
export const awayFromZero = arbitraryModerate().filter((value) => Math.abs(value) > 0.01);
/** Away from integers and halves. */
export const awayFromHalves = arbitraryModerate().filter((value) => Math.abs(value - Math.round(2 * value) / 2) > 0.01);
export const wellPositive = arbitraryPositive().map((value) => Math.fround(value + 0.5));
/** −3 … 3 */
export const small = fc.integer({ min: -3_000_000, max: 3_000_000 }).map((n) => Math.fround(n / 1_000_000));

export function refusesBool(name: string, expected: string): ErrorCase {
  return { args: [{ shape: [3], dtype: "bool", data: [0, 1, 1] }], error: "DTypeError", message: `${name}: input is bool, expected ${expected}` };
}

export function refusesInt32(name: string): ErrorCase {
  return { args: [labels([2], 5)], error: "DTypeError", message: `${name}: input is int32, expected float32 or float64` };
}

/** What an op says that is given no tensor at all. */
export function refusesNumbers(name: string): readonly ErrorCase[] {
  return [
    { args: [3], error: "ArgumentError", message: `${name}: input must be a Tensor, got number 3` },
    { args: [[1, 2]], error: "ArgumentError", message: `${name}: input must be a Tensor, got an array` },
    { args: [], error: "ArgumentError", message: `${name}: expected a Tensor, got nothing` },
  ];
}

