import { dropout, Generator, type DropoutOptions, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryDense } from "../arbitrary/dense.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { arbitraryShape } from "../arbitrary/shape.js";
import { agree } from "../laws/agree.js";
import { keepsDType } from "../laws/dtype.js";
import { linearIn } from "../laws/linearity.js";
import type { Dense } from "../oracle/dense.js";
import { oracleDropout } from "../oracle/dropout.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type Law, type Operand } from "../suite/spec.js";
import { ulps } from "../suite/tolerance.js";
import { labels, ramp, values } from "./ramp.js";
import { uniformOf } from "./random-words.js";

type Options = Omit<DropoutOptions, "generator">;

/** The op with a generator of its own, so that a call always drops the same elements. */
function seeded(input: Tensor, seed: number, options?: Options): Tensor {
  return dropout(input, { ...options, generator: new Generator(seed) });
}

/** Element i stays where its uniform number is at least p, which is compared in float32. */
function definition(x: Dense, seed: number, options: Options = {}): Dense {
  const p = Math.fround(options.p ?? 0.5);
  return oracleDropout(x, { shape: x.shape, data: uniformOf(seed, x.data.length).map((number) => Number(number >= p)) }, options);
}

const draws = 4096;

/** Of 4,096 elements a share of p is 0, within 7 standard deviations. */
const dropsItsShare: Law = {
  name: "drops a share of p",
  check: async ({ args, run }) => {
    const [, seed] = args as [Operand, number];
    for (const p of [0.1, 0.5, 0.8]) {
      const { data } = await run((input: Tensor) => seeded(input.sum().mul(0).add(1).expand([draws]), seed, { p }), args[0]);
      const dropped = Array.from(data).filter((value) => value === 0).length / draws;
      if (!(Math.abs(dropped - p) <= 7 * Math.sqrt((p * (1 - p)) / draws))) throw new ConformanceFailure(`with p ${p} a share of ${dropped} is 0`);
    }
  },
};

/** Two calls with one generator drop different elements. */
const goesOn: Law = {
  name: "draws anew in each call",
  check: async ({ args, run }) => {
    const [, seed] = args as [Operand, number];
    const { data } = await run((input: Tensor) => {
      const generator = new Generator(seed);
      const ones = input.sum().mul(0).add(1).expand([64]);
      return dropout(ones, { generator }).eq(dropout(ones, { generator }));
    }, args[0]);
    if (Array.from(data).every((equal) => equal === 1)) throw new ConformanceFailure("two calls dropped the same of 64 elements");
  },
};

const options = fc.constantFrom<Options>({}, { p: 0.25 }, { p: 0.1 }, { p: 0 }, { p: 1 }, { p: 0.3, training: true }, { p: 0.3, training: false });
const calls: fc.Arbitrary<Args> = arbitraryShape().chain((shape) => fc.tuple(arbitraryDense(shape, arbitraryModerate()), fc.nat(), options));

export const dropoutSpec = defineOpSpec({
  name: "dropout",
  op: seeded,
  inputs: ["input"],
  samples: {
    "half": [ramp([5, 7]), 1],
    "a fifth": [ramp([2, 3, 4, 5]), 2, { p: 0.2 }],
    "none": [ramp([37]), 3, { p: 0 }],
    "all": [ramp([37]), 4, { p: 1 }],
    "not training": [ramp([37]), 5, { p: 0.5, training: false }],
    "scalar": [ramp([]), 6],
    "empty": [ramp([0, 3]), 7],
    "rank 5": [ramp([2, 1, 3, 1, 2]), 8, { p: 0.7 }],
    "non-finite, not training": [values(NaN, Infinity, -Infinity), 9, { training: false }],
  },
  arbitrary: calls,
  oracle: definition,
  // The scale 1 / (1 − p) is rounded to the tensor's dtype, the product once more; f64's oracle divides instead.
  bound: ulps(1.5),
  gradients: ["input"],
  laws: [
    keepsDType(seeded),
    linearIn("input", 0),
    dropsItsShare,
    goesOn,
    agree("p = 0 and evaluation change nothing", (x: Tensor, seed: number) => seeded(x, seed, { p: 0 }).add(seeded(x, seed, { training: false })), (x: Tensor) => x.mul(2)),
  ],
  errors: [
    { args: [ramp([3]), 0, { p: 1.5 }], error: "ArgumentError", message: "dropout: p is 1.5, expected 0 … 1" },
    { args: [ramp([3]), 0, { p: -0.1 }], error: "ArgumentError", message: "dropout: p is -0.1, expected 0 … 1" },
    { args: [ramp([3]), 0, { p: NaN }], error: "ArgumentError", message: "dropout: p is NaN, expected 0 … 1" },
    { args: [ramp([3]), 0, { rate: 0.5 }], error: "ArgumentError", message: 'dropout: unknown option "rate", expected one of p, training, generator' },
    { args: [labels([3], 9), 0], error: "DTypeError", message: "dropout: input is int32, expected float32 or float64" },
    { args: [labels([3], 9, "uint8"), 0, { training: false }], error: "DTypeError", message: "dropout: input is uint8, expected float32 or float64" },
  ],
});
