import * as core from "@convoke/core";
import { Generator, type DType, type Tensor } from "@convoke/core";
import fc from "fast-check";
import { arbitraryShape } from "../arbitrary/shape.js";
import { sizeOf, type Dense } from "../oracle/dense.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type ErrorCase, type Law, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly, ulps, type Bound } from "../suite/tolerance.js";
import { inDTypeOf, like, optionErrors, shapeErrors } from "./creation-spec.js";
import { uniformOf, wordsOf } from "./random-words.js";

type Draw = (...args: never[]) => Tensor;
const none = "a constant" as const;

/** The op with a generator of its own, made of the seed that stands second: (like, seed, ...args). Seed null: the default generator. */
function seeded(draw: Draw, defaultDType?: DType) {
  return (scalar: Tensor | null, seed: number | null, ...args: unknown[]): Tensor => {
    if (seed === null) return inDTypeOf(draw, defaultDType)(scalar, ...args);
    const options = { generator: new Generator(seed), ...(scalar ? { dtype: scalar.dtype } : {}) };
    return inDTypeOf(draw, scalar?.dtype ?? defaultDType)(null, ...args, options);
  };
}

/** The same generator goes on where it stopped: [a] and [b] are the first and the next of [a + b]. */
function goesOn(op: (shape: number[], options: core.RandomOptions) => Tensor, by: number): Law {
  return {
    name: "one stream, however it is cut",
    check: async ({ args, run, expectClose }) => {
      const [, seed] = args as [Operand, number];
      const parts = await run(() => {
        const generator = new Generator(seed);
        return core.cat([op([by], { generator }), op([by + 2], { generator })]);
      });
      expectClose("two draws and one", parts, await run(() => op([2 * by + 2], { generator: new Generator(seed) })), 0);
    },
  };
}

/** manualSeed(s) starts the default generator as new Generator(s). */
function followsManualSeed(op: (shape: number[], options?: core.RandomOptions) => Tensor): Law {
  return {
    name: "manualSeed = a generator of that seed",
    check: async ({ args, run, expectClose }) => {
      const [, seed] = args as [Operand, number];
      const global = await run(() => {
        core.manualSeed(seed);
        return op([9]);
      });
      expectClose("default generator", global, await run(() => op([9], { generator: new Generator(seed) })), 0);
    },
  };
}

const draws = 4096;

/** Mean and variance of 4,096 numbers lie within 7 of their own standard deviations: false alarm once in 10¹¹. */
function hasMoments(op: (shape: number[], options: core.RandomOptions) => Tensor, { mean, variance, kurtosis }: { mean: number; variance: number; kurtosis: number }): Law {
  return {
    name: "mean and variance",
    check: async ({ args, run }) => {
      const [, seed] = args as [Operand, number];
      const { data } = await run(() => op([draws], { generator: new Generator(seed) }));
      const values = Array.from(data);
      const first = values.reduce((sum, value) => sum + value, 0) / draws;
      const second = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws;
      const allowed = [7 * Math.sqrt(variance / draws), 7 * variance * Math.sqrt((kurtosis - 1) / draws)] as const;
      if (!(Math.abs(first - mean) <= allowed[0])) throw new ConformanceFailure(`mean ${first}, expected ${mean} ± ${allowed[0].toFixed(4)}`);
      if (!(Math.abs(second - variance) <= allowed[1])) throw new ConformanceFailure(`variance ${second}, expected ${variance} ± ${allowed[1].toFixed(4)}`);
    },
  };
}

const seeds = fc.oneof(fc.nat(), fc.integer({ min: 2 ** 32, max: Number.MAX_SAFE_INTEGER }), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER));
const shapes: fc.Arbitrary<Args> = fc.tuple(seeds, arbitraryShape()).map(([seed, shape]) => [like(), seed, shape]);
const samples: Record<string, Args> = {
  "vector of 37": [like(), 1, [37]], "rank 4": [like(), 2, [2, 3, 4, 5]], "scalar": [like(), 3, []], "empty": [like(), 4, [0, 3]], "default dtype": [null, 5, [3, 3]],
  "seed beyond 31 bits": [like(), 2 ** 31 + 5, [6]], "seed beyond 32 bits": [like(), 2 ** 40 + 7, [6]],
};

const oracleRand = (_: unknown, seed: number, shape: number[]): Dense => ({ shape, data: uniformOf(seed, sizeOf(shape)) });

/** Box–Muller: words (a, b) give √(−2 ln u) · cos 2πv and … sin 2πv with u = (a + ½) / 2³², v = (b + ½) / 2³². */
function oracleRandn(_: unknown, seed: number, shape: number[]): Dense {
  const size = sizeOf(shape);
  const parts = wordsOf(seed, size + (size % 2)).map((word) => (word + 0.5) / 2 ** 32);
  const data = Array.from({ length: size }, (_, i) => {
    const [u, v] = [parts[i - (i % 2)]!, parts[i - (i % 2) + 1]!];
    return Math.sqrt(-2 * Math.log(u)) * (i % 2 === 0 ? Math.cos(2 * Math.PI * v) : Math.sin(2 * Math.PI * v));
  });
  return { shape, data };
}

const oracleRandint = (_: unknown, seed: number, low: number, high: number, shape: number[]): Dense => ({
  shape,
  data: wordsOf(seed, sizeOf(shape)).map((word) => low + Math.floor((word / 2 ** 32) * (high - low))),
});

function drawErrors(name: string, before: Args, after: Args = []): ErrorCase[] {
  return [...optionErrors(name, [null, ...before, [2], ...after], ["generator"]), ...shapeErrors(name, [null, ...before], after)];
}

function floatErrors(name: string): ErrorCase[] {
  return (["int32", "bool"] as const).map((dtype) => ({ args: [like(dtype), 0, [2]], error: "DTypeError", message: `${name}: dtype is ${dtype}, expected float32 or float64` }));
}

function randomSpec(name: "rand" | "randn", oracle: OpSpec["oracle"], bound: Bound, moments: { mean: number; variance: number; kurtosis: number }, noGolden: string): OpSpec {
  const op = core[name];
  return defineOpSpec({
    name, op: seeded(op), inputs: [], samples, arbitrary: shapes, oracle, bound, gradients: { none }, noGolden,
    laws: [goesOn(op, name === "rand" ? 5 : 6), followsManualSeed(op), hasMoments(op, moments)],
    errors: [...drawErrors(name, []), ...floatErrors(name)],
  });
}

const integers = (shape: number[], options: core.RandomOptions = {}): Tensor => core.randint(0, 10, shape, options);
const noGolden = "PyTorch draws other numbers from a seed";

/** Numbers of core's generator: the bits are the oracle's. */
export const randomSpecs: readonly OpSpec[] = [
  randomSpec("rand", oracleRand, exactly, { mean: 1 / 2, variance: 1 / 12, kurtosis: 9 / 5 }, noGolden),
  // Core computes it in f64 for all backends; what is left is the last rounding, and what another engine's log and cos may differ by.
  randomSpec("randn", oracleRandn, ulps(4, { transcendental: true }), { mean: 0, variance: 1, kurtosis: 3 }, noGolden),
  defineOpSpec({
    name: "randint",
    op: seeded(core.randint, "int32"),
    inputs: [],
    samples: {
      "dice": [null, 1, 1, 7, [37]], "negative": [null, 2, -5, 5, [4, 9]], "one value": [null, 3, 4, 5, [3]], "all of int32": [null, 4, -(2 ** 31), 2 ** 31, [9]], "scalar": [null, 5, 0, 9, []],
      "empty": [null, 6, 0, 9, [0]], "uint8": [like("uint8"), 7, 0, 256, [37]], "float": [like(), 8, 0, 9, [2, 3]], "int32 asked for": [like("int32"), 9, 0, 9, [5]],
    },
    arbitrary: fc.tuple(seeds, arbitraryShape(), fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 })).map(([seed, shape, low, span]) => [null, seed, low, low + span, shape]),
    oracle: oracleRandint,
    bound: exactly,
    gradients: { none },
    noGolden,
    laws: [goesOn(integers, 5), followsManualSeed(integers), hasMoments(integers, { mean: 4.5, variance: 8.25, kurtosis: 1.7757575 })],
    errors: [
      ...drawErrors("randint", [0, 5]),
      { args: [null, null, 5, 5, [2]], error: "ArgumentError", message: "randint: high 5 must be greater than low 5" },
      { args: [null, null, 5, 2, [2]], error: "ArgumentError", message: "randint: high 2 must be greater than low 5" },
      { args: [null, null, 0.5, 2, [2]], error: "ArgumentError", message: "randint: low is 0.5, expected an integer of at least -2147483648" },
      { args: [null, null, 0, 2 ** 31 + 1, [2]], error: "ArgumentError", message: "randint: high is 2147483649, expected an integer of at most 2147483648" },
      { args: [like("uint8"), 1, 300, 301, [2]], error: "DTypeError", message: "randint: value 300 at 0 does not fit uint8" },
    ],
  }),
];
