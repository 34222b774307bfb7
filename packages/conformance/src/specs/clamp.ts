import { clamp, type ClampOptions, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryFraction, arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { elementwiseOf } from "../laws/elementwise.js";
import { oracleClamp } from "../oracle/rounding.js";
import { defineOpSpec, type Args } from "../suite/spec.js";
import { exactly } from "../suite/tolerance.js";
import { labels, ramp, values } from "./ramp.js";

/** Odd sixteenths: no eighth comes near. */
const bounds = fc.constantFrom<ClampOptions>({ min: -3.3125 }, { max: 2.4375 }, { min: -1.1875, max: 1.1875 }, { min: 0.0625, max: 5.5625 });
const tight = fc.constantFrom<ClampOptions>({ min: -1, max: 1 }, { min: 0 }, { max: 0 }, { min: 0.1, max: 0.3 }, { min: 2, max: 2 });
const both = { min: -1, max: 1.5 };

const calls = (element: fc.Arbitrary<number>, options: fc.Arbitrary<ClampOptions>): fc.Arbitrary<Args> =>
  arbitraryShape().chain((shape) => fc.tuple(arbitraryDense(shape, element), options));

export const clampSpec = defineOpSpec({
  name: "clamp",
  op: clamp,
  inputs: ["input"],
  samples: {
    "vector of 37": [ramp([37]), both],
    "rank 4, min": [ramp([2, 3, 4, 5]), { min: -0.1 }],
    "rank 5, max": [ramp([2, 1, 3, 1, 2]), { max: 0.1 }],
    "scalar": [ramp([]), both],
    "empty": [ramp([0, 3]), both],
    "at the bounds": [values(-1, 1.5, 0, -0, Math.fround(1.5000001), Math.fround(-1.0000001)), both],
    "min = max": [ramp([9]), { min: 1, max: 1 }],
    "int32": [labels([3, 5], 9), { min: 2, max: 5 }],
    "uint8": [labels([7], 9, "uint8"), { max: 5 }],
    "non-finite": [values(NaN, Infinity, -Infinity, 0), both],
    "non-finite bounds": [values(NaN, Infinity, -Infinity, 3), { min: -Infinity, max: Infinity }],
  },
  arbitrary: calls(arbitraryModerate(), fc.oneof(bounds, tight)),
  smooth: calls(arbitraryFraction(), bounds),
  oracle: oracleClamp,
  bound: exactly,
  gradients: ["input"],
  laws: [
    elementwiseOf,
    keepsDType((x: Tensor) => clamp(x, { min: 1, max: 5 }), ["int32", "uint8"]),
    agree("clamp(clamp(x)) = clamp(x)", (x: Tensor, options: ClampOptions) => x.clamp(options).clamp(options), clamp),
    agree("clamp(x) = min(max(x, min), max)", clamp, (x: Tensor, { min = -Infinity, max = Infinity }: ClampOptions) => x.maximum(min).minimum(max)),
  ],
  errors: [
    { args: [ramp([3]), {}], error: "ArgumentError", message: "clamp: expected min, max or both" },
    { args: [ramp([3]), { min: 2, max: 1 }], error: "ArgumentError", message: "clamp: min 2 is greater than max 1" },
    { args: [ramp([3]), { min: NaN, max: 1 }], error: "ArgumentError", message: "clamp: min NaN is greater than max 1" },
    { args: [ramp([3]), { low: 2 }], error: "ArgumentError", message: 'clamp: unknown option "low", expected one of min, max' },
    { args: [labels([3], 9), { min: 0.5 }], error: "DTypeError", message: "clamp: a number 0.5 does not fit int32" },
    { args: [{ shape: [2], dtype: "bool", data: [0, 1] }, { min: 0 }], error: "DTypeError", message: "clamp: input is bool, expected a number dtype" },
    { args: [3, { min: 0 }], error: "ArgumentError", message: "clamp: input must be a Tensor, got number 3" },
  ],
});
