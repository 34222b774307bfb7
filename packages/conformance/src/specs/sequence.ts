import * as core from "@convoke/core";
import type { Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryFraction, arbitraryModerate } from "../arbitrary/float.js";
import { agree } from "../laws/agree.js";
import * as oracle from "../oracle/creation.js";
import { ConformanceFailure } from "../suite/failure.js";
import type { Law, Operand, OpSpec } from "../suite/spec.js";
import { smallestNormal, ulps, type Bound } from "../suite/tolerance.js";
import { creationSpec, inDTypeOf, like, optionErrors } from "./creation-spec.js";

/** From both ends: each product and their sum are rounded on the scale of the ends. */
const linspaceBound: Bound = ({ args, unit }) => {
  const [, start, end] = args as [Operand, number, number];
  return () => 8 * unit * Math.max(Math.abs(start), Math.abs(end)) + smallestNormal[unit]!;
};
const steps = fc.integer({ min: 1, max: 40 });
const step = fc.constantFrom(1, 0.5, 0.25, -1, -0.75, 3);
const sides: fc.Arbitrary<number> = fc.integer({ min: 0, max: 9 });

/** The last number is `end`, not `end` and a rounding. */
const endsExactly: Law = {
  name: "both ends exactly",
  check: async ({ args, run }) => {
    const [, start, end, count] = args as [Operand, number, number, number];
    const { data } = await run(inDTypeOf(core.linspace), ...args);
    if (data[0] !== start || (count > 1 && data[count - 1] !== end)) throw new ConformanceFailure(`from ${data[0]} to ${data[count - 1]}, expected ${start} and ${end}`);
  },
};

function mirrored({ dtype }: Tensor, start: number, end: number, count: number): Tensor {
  return count === 1 ? core.full([1], start, { dtype }) : core.linspace(end, start, count, { dtype }).flip(0);
}

/** Numbers in a row, and the identity matrix. */
export const sequenceSpecs: readonly OpSpec[] = [
  creationSpec({
    name: "arange",
    op: core.arange,
    oracle: oracle.oracleArange,
    bound: ulps(1),
    samples: {
      "end": [like(), 5], "start and end": [like(), 2, 9], "fractions": [like(), -1, 1, 0.25], "a rest": [like(), 0, 2, 0.75], "down": [like(), 3, -2, -1.5], "tenths": [like(), 0, 1, 0.1],
      "empty": [like(), 4, 4], "int32": [like("int32"), -3, 4, 2], "uint8": [like("uint8"), 250, 256], "default": [null, 37], "long": [like(), 1000],
    },
    arbitrary: fc.tuple(arbitraryFraction(), fc.integer({ min: 0, max: 40 }), step).map(([start, count, by]) => [like(), start, start + count * by, by]),
    laws: [
      agree(
        "arange(a, b, s) = a + s · arange(n)",
        inDTypeOf(core.arange),
        (scalar: Tensor, start: number, end: number, by: number) => core.arange(Math.ceil((end - start) / by), { dtype: scalar.dtype }).mul(by).add(start),
        () => 100,
      ),
    ],
    errors: [
      ...optionErrors("arange", [3]),
      { args: [null, 0, 5, 0], error: "ArgumentError", message: "arange: 0 … 5 by 0 does not end" },
      { args: [null, 5, 0], error: "ArgumentError", message: "arange: 5 … 0 by 1 does not end" },
      { args: [null, 0, Infinity], error: "ArgumentError", message: "arange: 0 … Infinity by 1 does not end" },
      { args: [null, NaN], error: "ArgumentError", message: "arange: 0 … NaN by 1 does not end" },
      { args: [null, -1], error: "ArgumentError", message: "arange: 0 … -1 by 1 does not end" },
      { args: [like("int32"), 0, 2, 0.5], error: "DTypeError", message: "arange: value 0.5 at 1 does not fit int32" },
      { args: [like("uint8"), 257], error: "DTypeError", message: "arange: value 256 at 256 does not fit uint8" },
    ],
  }),
  creationSpec({
    name: "linspace",
    op: core.linspace,
    oracle: oracle.oracleLinspace,
    bound: linspaceBound,
    samples: {
      "both ends": [like(), 0, 1, 5], "down": [like(), 3, -2, 7], "one": [like(), 2, 9, 1], "two": [like(), -1, 1, 2], "none": [like(), 0, 1, 0],
      "thirds": [like(), 0, 1, 4], "equal ends": [like(), 2, 2, 3], "int32": [like("int32"), 0, 10, 6], "default": [null, 0, 8, 9],
    },
    arbitrary: fc.tuple(arbitraryModerate(), arbitraryModerate(), steps).map(([start, end, count]) => [like(), start, end, count]),
    laws: [
      agree("linspace(a, b) = flip linspace(b, a)", inDTypeOf(core.linspace), mirrored, () => 20),
      endsExactly,
    ],
    errors: [
      ...optionErrors("linspace", [0, 1, 3]),
      { args: [null, 0, 1, -1], error: "ArgumentError", message: "linspace: steps is -1, expected an integer of at least 0" },
      { args: [null, 0, 1, 2.5], error: "ArgumentError", message: "linspace: steps is 2.5, expected an integer of at least 0" },
      { args: [null, 0, 1], error: "ArgumentError", message: "linspace: steps is undefined, expected an integer of at least 0" },
      { args: [like("int32"), 0, 1, 3], error: "DTypeError", message: "linspace: value 0.5 at 1 does not fit int32" },
    ],
  }),
  creationSpec({
    name: "eye",
    op: core.eye,
    oracle: oracle.oracleEye,
    samples: {
      "square": [like(), 5], "wide": [like(), 3, 7], "tall": [like(), 7, 3], "one": [like(), 1], "empty": [like(), 0], "no columns": [like(), 3, 0],
      "int32": [like("int32"), 3], "bool": [like("bool"), 3, 4], "default": [null, 4],
    },
    arbitrary: fc.tuple(sides, sides).map(([rows, columns]) => [like(), rows, columns]),
    laws: [
      agree("eyeᵀ = eye", ({ dtype }: Tensor, rows: number, columns: number) => core.eye(rows, columns, { dtype }).transpose(0, 1), ({ dtype }: Tensor, rows: number, columns: number) => core.eye(columns, rows, { dtype })),
      agree("eye · eye = eye", ({ dtype }: Tensor, rows: number, columns: number) => core.eye(rows, { dtype }).matmul(core.eye(rows, columns, { dtype })), inDTypeOf(core.eye)),
    ],
    errors: [
      ...optionErrors("eye", [3]),
      { args: [null, -1], error: "ArgumentError", message: "eye: a size is -1, expected an integer of at least 0" },
      { args: [null, 3, 1.5], error: "ArgumentError", message: "eye: a size is 1.5, expected an integer of at least 0" },
    ],
  }),
];
