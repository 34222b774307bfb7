import type { DType, Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryBroadcastPair } from "../arbitrary/broadcast.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { givesDType, keepsDType } from "../laws/dtype.js";
import type { Dense } from "../oracle/dense.js";
import { defineOpSpec, isOperand, type Args, type ErrorCase, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import type { Bound } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, positive, ramp, values } from "./ramp.js";

type Operands = (a: Tensor | number, b: Tensor | number) => Tensor;

interface BinarySpec {
  readonly name: string;
  readonly op: Operands;
  readonly oracle: (a: Dense | number, b: Dense | number) => Dense;
  readonly bound: Bound;
  /** Left and right values where it is defined; default: moderate ones. */
  readonly left?: fc.Arbitrary<number>;
  readonly right?: fc.Arbitrary<number>;
  /** Pairs where it is smooth; default: any. */
  readonly smooth?: fc.Arbitrary<Args>;
  readonly nonFinite: readonly (readonly [a: number, b: number])[];
  readonly samples?: Readonly<Record<string, Args>>;
  /** The integer dtypes that it takes too. */
  readonly integers?: readonly DType[];
  /** The dtype of its results, where it is not that of the operands. */
  readonly gives?: DType;
  readonly gradients?: OpSpec["gradients"];
  readonly laws: readonly Law[];
  readonly errors?: readonly ErrorCase[];
}

/** Two tensors that broadcast, or a tensor and a number on either side. */
export function pairs(left: fc.Arbitrary<number>, right: fc.Arbitrary<number>): fc.Arbitrary<Args> {
  const tensors = arbitraryBroadcastPair(fc.constant(0)).chain(({ inputs: { a, b } }) => fc.tuple(arbitraryDense(a.shape, left), arbitraryDense(b.shape, right)));
  const one = (value: fc.Arbitrary<number>): fc.Arbitrary<Dense> => arbitraryShape().chain((shape) => arbitraryDense(shape, value));
  return fc.oneof<fc.WeightedArbitrary<Args>[]>(
    { weight: 4, arbitrary: tensors },
    { weight: 1, arbitrary: fc.tuple(one(left), right) },
    { weight: 1, arbitrary: fc.tuple(left, one(right)) },
  );
}

/** A number on either side is what a scalar tensor of it is. */
export const numberIsAScalar: Law = {
  name: "a number is a scalar tensor",
  check: async ({ args, apply, expectClose }) => {
    const asScalar = (value: unknown): unknown => (typeof value === "number" ? { shape: [], data: [value] } : value);
    const [a, b] = args as [Operand | number, Operand | number];
    const first = (value: Operand | number): number => (isOperand(value) ? (value.data[0] ?? 1) : value);
    for (const call of [[a, first(b)], [first(a), b]]) {
      if (call.every((value) => typeof value === "number")) continue;
      expectClose("f(x, number) and f(x, scalar)", await apply(...call), await apply(...call.map(asScalar)), 0);
    }
  },
};

/** Shapes that broadcast in every way, with values for `left` and `right`. */
function broadcastSamples(make: (shape: readonly number[], salt: number) => Operand): Record<string, Args> {
  return {
    "same shape": [make([5, 7], 1), make([5, 7], 2)],
    "both repeat": [make([3, 1, 5], 1), make([4, 1], 2)],
    "a row": [make([6, 5], 1), make([5], 2)],
    "a column": [make([6, 1], 1), make([6, 9], 2)],
    "scalar and rank 4": [make([], 3), make([2, 3, 4, 5], 2)],
    "rank 5": [make([2, 1, 3, 1, 2], 1), make([2, 1, 3, 1], 2)],
    "scalars": [make([], 1), make([], 2)],
    "empty": [make([0, 3], 1), make([1, 3], 2)],
    "number on the right": [make([37], 1), 1.5],
    "number on the left": [2.5, make([3, 4], 1)],
  };
}

/** The spec of a function of two operands that broadcast. */
export function binarySpec(given: BinarySpec): OpSpec {
  const { name, op, oracle, bound, left = arbitraryModerate(), right = left, nonFinite, integers = [], gives, gradients = ["a", "b"], laws, errors = [] } = given;
  const whole: Record<string, Args> = { int32: [labels([3, 5], 9), labels([5], 4)], "int32 and a number": [labels([3, 5], 9), 2], uint8: [labels([7], 9, "uint8"), labels([7], 3, "uint8")] };
  // A fraction would not fit integers; any number will do.
  const withOnes: Operands = (a, b) => op(typeof a === "number" ? 1 : a, typeof b === "number" ? 1 : b);
  return defineOpSpec({
    name,
    op,
    inputs: ["a", "b"],
    samples: {
      ...broadcastSamples(name === "pow" ? positive : ramp),
      "non-finite": [values(...nonFinite.map(([a]) => a)), values(...nonFinite.map(([, b]) => b))],
      ...(integers.length > 0 ? whole : {}),
      ...given.samples,
    },
    arbitrary: pairs(left, right),
    ...(given.smooth ? { smooth: given.smooth } : {}),
    oracle,
    bound,
    gradients,
    laws: [gives ? givesDType(withOnes, gives, integers) : keepsDType(withOnes, integers), numberIsAScalar, ...laws],
    errors: [...operandErrors(name), ...errors],
  });
}

/** What every function of two operands refuses. */
export function operandErrors(name: string, x: Operand = ramp([2])): readonly ErrorCase[] {
  return [
    { args: [ramp([2, 3]), ramp([3, 2])], error: "ShapeError", message: `${name}: shapes [2, 3] and [3, 2] do not broadcast` },
    { args: [labels([2], 5, "uint8"), labels([2], 5)], error: "DTypeError", message: `${name}: a is uint8, but b is int32` },
    { args: [2, 3], error: "ArgumentError", message: `${name}: both operands are numbers, expected a Tensor` },
    { args: [x, "3"], error: "ArgumentError", message: `${name}: b must be a Tensor or a number, got string 3` },
    { args: [x], error: "ArgumentError", message: `${name}: b must be a Tensor or a number, got undefined` },
  ];
}

export function refusesBools(name: string): ErrorCase {
  return { args: [bools([2]), bools([2])], error: "DTypeError", message: `${name}: inputs are bool, expected a number dtype` };
}

export function refusesFractions(name: string): readonly ErrorCase[] {
  return [
    { args: [labels([2], 5), 1.5], error: "DTypeError", message: `${name}: a number 1.5 does not fit int32` },
    { args: [0.5, labels([2], 5, "uint8")], error: "DTypeError", message: `${name}: a number 0.5 does not fit uint8` },
  ];
}
