import { expand, pad, slice, sum } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFloat, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryPad } from "../arbitrary/pad.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { arbitrarySlice } from "../arbitrary/slice.js";
import { adjointIn } from "../laws/adjoint.js";
import { keepsDType } from "../laws/dtype.js";
import { linearIn } from "../laws/linearity.js";
import { croppedAgain, oneAxisAtATime } from "../laws/padding.js";
import type { Dense } from "../oracle/dense.js";
import * as oracle from "../oracle/index.js";
import { defineOpSpec, type Args, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { bools } from "./bools.js";
import { labels, ramp, values } from "./ramp.js";

type Points = (element: fc.Arbitrary<number>) => fc.Arbitrary<Args>;
type Range = null | number | readonly [start: number | null, end: number | null, step?: number];

const common = (points: Points) => ({ inputs: ["input"], arbitrary: points(arbitraryFloat()), smooth: points(arbitraryModerate()), bound: exactly, gradients: ["input"] });

/** The oracle wants numbers: an absent end lies infinitely far away in the direction of the step, an absent start in the other. */
const oracleSlice = (input: Dense, ...ranges: Range[]): Dense =>
  oracle.oracleSlice(
    input,
    ...ranges.map((range) => {
      if (range === null || typeof range === "number") return range;
      const [start, end, step = 1] = range;
      return [start ?? -Infinity * step, end ?? Infinity * step, step] as const;
    }),
  );

/** Ranges one after the other, the last axis first, since a number drops its axis. */
const oneRangeAtATime: Law = {
  name: "one range at a time",
  check: async ({ args, apply, expectClose }) => {
    const [input, ...ranges] = args as readonly [Operand, ...Range[]];
    let x: Dense = input;
    for (let axis = ranges.length - 1; axis >= 0; axis--) x = await apply(x, ...Array<null>(axis).fill(null), ranges[axis]);
    expectClose("ranges in turn and at once", x, await apply(...args), 0);
  },
};

/** Every repeated element counts as often as it was repeated. */
const sumsToMultiples: Law = {
  name: "sums to multiples",
  check: async ({ args, apply, run, expectClose }) => {
    const [input] = args as unknown as [Operand];
    const { data } = await apply(...args);
    const times = input.data.length === 0 ? 0 : data.length / input.data.length;
    const total = await run(sum, input);
    const scale = times * Array.from(input.data).reduce((most, value) => most + Math.abs(value), 0);
    expectClose("Σ expand(x) and times · Σ x", await run((x: never) => sum(expand(x, args[1] as number[])), input), { shape: [], data: [times * total.data[0]!] }, scale);
  },
};

/** A shape, and one with some of its sizes set to 1, or the first ones dropped, that expands to it; −1 where the size stays. */
const expandPoints: Points = (element) =>
  arbitraryShape({ maxSize: 4 }).chain((shape) =>
    fc.record({ ones: fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }), missing: fc.nat({ max: shape.length }), kept: fc.boolean() }).chain(({ ones, missing, kept }) => {
      const from = shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(missing);
      const to = shape.map((length, axis) => (kept && axis >= missing && !ones[axis] ? -1 : length));
      return fc.tuple(arbitraryDense(from, element), fc.constant(to));
    }),
  );

/** The default value is 0: what is left is linear. */
function withoutValue([input, padding, options]: Args): Args {
  const { value: _, ...rest } = (options ?? {}) as { readonly value?: number };
  return [input, padding, rest];
}

export const sliceSpecs: readonly OpSpec[] = [
  defineOpSpec({
    ...common((element) => arbitrarySlice(element).map(({ inputs, ranges }) => [inputs.x, ...ranges])),
    name: "slice",
    op: slice,
    samples: {
      "rows": [ramp([5, 3]), [1, 4]],
      "columns": [ramp([3, 7]), null, [2, 5]],
      "an index drops the axis": [ramp([3, 4, 5]), 1],
      "negative index": [ramp([3, 4]), null, -1],
      "to a scalar": [ramp([3, 4]), 2, -4],
      "every kind": [ramp([2, 3, 4, 5]), null, 1, [0, 4, 2], [4, null, -2]],
      "negative ends": [ramp([6]), [-4, -1]],
      "ends that clamp": [ramp([4]), [-10, 10]],
      "no ends": [ramp([2, 5]), [null, null], [null, null]],
      "reversed": [ramp([5, 2]), [null, null, -1]],
      "backwards from the end": [ramp([7]), [null, 1, -2]],
      "backwards to the start": [ramp([7]), [4, null, -3]],
      "nothing left": [ramp([4, 2]), [3, 1]],
      "no ranges": [ramp([2, 3])],
      "scalar": [ramp([])],
      "empty": [ramp([0, 3]), [0, 2], 1],
      "non-finite": [values(NaN, Infinity, -Infinity, -0, 1), [0, 5, 2]],
      "int32": [labels([3, 2], 9), [1, 9], 0],
    },
    oracle: oracleSlice,
    laws: [linearIn("input", 0), oneRangeAtATime, adjointIn("input", 0, slice), keepsDType(slice, ["int32", "uint8"])],
    errors: [
      { args: [ramp([4, 5]), 4], error: "ArgumentError", message: "slice: index 4 is out of range for axis 0 of [4, 5]" },
      { args: [ramp([4, 5]), null, -6], error: "ArgumentError", message: "slice: index -6 is out of range for axis 1 of [4, 5]" },
      { args: [ramp([0, 5]), 0], error: "ArgumentError", message: "slice: index 0 is out of range for axis 0 of [0, 5]" },
      { args: [ramp([4, 5]), [0, 4, 0]], error: "ArgumentError", message: "slice: range [0,4,0] of axis 0 is illegal, expected integers and a step other than 0" },
      { args: [ramp([4, 5]), null, [0.5, 2]], error: "ArgumentError", message: "slice: range [0.5,2] of axis 1 is illegal, expected integers and a step other than 0" },
      { args: [ramp([4, 5]), [1]], error: "ArgumentError", message: "slice: range [1] of axis 0 is illegal, expected [start, end] or [start, end, step]" },
      { args: [ramp([4, 5]), null, null, 0], error: "ArgumentError", message: "slice: 3 ranges for a tensor of shape [4, 5], expected at most 2" },
    ],
  }),
  defineOpSpec({
    ...common((element) => arbitraryPad(element).map(({ inputs, padding, attributes }) => [inputs.x, padding, attributes])),
    name: "pad",
    op: pad,
    samples: {
      "one side": [ramp([5]), [2, 0]],
      "an image": [ramp([2, 3, 4, 5]), [1, 2, 3, 0]],
      "a value": [ramp([3, 4]), [1, 1, 2, 0], { value: -1.5 }],
      "crop": [ramp([5, 6]), [-1, -2, 0, -3]],
      "crop here, grow there": [ramp([4, 5]), [-2, 3, 1, -1], { value: 2 }],
      "crop to nothing": [ramp([2, 3]), [-1, -2]],
      "every axis of rank 4": [ramp([2, 1, 2, 3]), [1, 0, 0, 2, 1, 1, 0, 1]],
      "no padding": [ramp([3, 4]), [0, 0, 0, 0]],
      "no axis": [ramp([3, 4]), []],
      "reflect": [ramp([2, 4, 5]), [2, 3, 1, 3], { mode: "reflect" }],
      "reflect all there is": [ramp([1, 4]), [3, 3], { mode: "reflect" }],
      "replicate more than there is": [ramp([2, 1, 3]), [4, 5, 2, 1], { mode: "replicate" }],
      "circular": [ramp([2, 4, 5]), [2, 5, 4, 1], { mode: "circular" }],
      "empty becomes values": [ramp([0, 3]), [0, 0, 1, 2], { value: 3 }],
      "empty stays": [ramp([2, 0, 4]), [1, 1]],
      "non-finite value": [ramp([2, 3]), [1, 0, 0, 1], { value: -Infinity }],
      "non-finite input": [values(NaN, Infinity, -Infinity), [2, 1], { mode: "reflect" }],
      "int32": [labels([2, 3], 9), [1, 1], { value: 7 }],
      "bool": [bools([2, 3]), [1, 1]],
    },
    oracle: oracle.oraclePad,
    laws: [linearIn("input", 0, withoutValue), croppedAgain, oneAxisAtATime, adjointIn("input", 0, pad, withoutValue)],
    errors: [
      { args: [ramp([3, 4]), [1]], error: "ArgumentError", message: "pad: padding [1] does not fit [3, 4], expected two integers for each of the last axes" },
      { args: [ramp([3]), [1, 1, 1, 1]], error: "ArgumentError", message: "pad: padding [1, 1, 1, 1] does not fit [3], expected two integers for each of the last axes" },
      { args: [ramp([3, 4]), [0.5, 1]], error: "ArgumentError", message: "pad: padding [0.5, 1] does not fit [3, 4], expected two integers for each of the last axes" },
      { args: [ramp([3, 4]), [-3, -2]], error: "ShapeError", message: "pad: padding [-3, -2] crops more than axis 1 of [3, 4] has" },
      { args: [ramp([3, 4]), [0, 4], { mode: "reflect" }], error: "ShapeError", message: "pad: mode reflect cannot add 4 cells to axis 1 of [3, 4], expected at most 3" },
      { args: [ramp([3, 4]), [5, 0], { mode: "circular" }], error: "ShapeError", message: "pad: mode circular cannot add 5 cells to axis 1 of [3, 4], expected at most 4" },
      { args: [ramp([3, 4]), [-1, 0], { mode: "replicate" }], error: "ArgumentError", message: "pad: mode replicate takes no negative padding, got -1" },
      { args: [ramp([3, 4]), [1, 1], { mode: "mirror" }], error: "ArgumentError", message: 'pad: mode is "mirror", expected one of "constant", "reflect", "replicate", "circular"' },
      { args: [ramp([3, 4]), [1, 1], { mode: "reflect", value: 2 }], error: "ArgumentError", message: "pad: mode reflect takes no value, got 2" },
      { args: [labels([3], 9), [1, 1], { value: 0.5 }], error: "DTypeError", message: "pad: a number 0.5 does not fit int32" },
      { args: [labels([3], 9, "uint8"), [1, 1], { value: 300 }], error: "DTypeError", message: "pad: a number 300 does not fit uint8" },
      { args: [bools([3]), [1, 1], { value: 7 }], error: "DTypeError", message: "pad: a number 7 does not fit bool" },
      { args: [ramp([3, 4]), [1, 1], { fill: 1 }], error: "ArgumentError", message: 'pad: unknown option "fill", expected one of mode, value' },
    ],
  }),
  defineOpSpec({
    ...common(expandPoints),
    name: "expand",
    op: expand,
    samples: {
      "rows": [ramp([1, 5]), [3, 5]],
      "columns": [ramp([5, 1]), [5, 3]],
      "new axes": [ramp([3]), [2, 4, 3]],
      "kept sizes": [ramp([3, 1, 2]), [-1, 4, -1]],
      "a bias over images": [ramp([3, 1, 1]), [2, 3, 4, 5]],
      "same shape": [ramp([2, 3]), [2, 3]],
      "scalar": [ramp([]), [2, 2]],
      "to nothing": [ramp([1, 3]), [0, 3]],
      "empty": [ramp([0, 1]), [0, 4]],
      "non-finite": [{ ...values(NaN, Infinity, -Infinity), shape: [3, 1] }, [3, 2]],
      "int32": [labels([1, 3], 9), [2, 3]],
    },
    oracle: oracle.oracleExpand,
    laws: [linearIn("input", 0), sumsToMultiples, adjointIn("input", 0, expand), keepsDType(expand, ["int32", "uint8"])],
    errors: [
      { args: [ramp([3]), [4]], error: "ShapeError", message: "expand: cannot expand [3] to [4]" },
      { args: [ramp([2, 3]), [3]], error: "ShapeError", message: "expand: cannot expand [2, 3] to [3]" },
      { args: [ramp([3]), [-1, 3]], error: "ArgumentError", message: "expand: shape [-1, 3] has a size -1" },
      { args: [ramp([3]), [2.5, 3]], error: "ArgumentError", message: "expand: shape [2.5, 3] has a size 2.5" },
    ],
  }),
];
