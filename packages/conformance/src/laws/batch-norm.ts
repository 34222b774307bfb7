import { batchNorm, mean, variance, type Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Law, Operand } from "../suite/spec.js";

type BatchNormArgs = readonly [
  input: Operand, runningMean: Operand | null, runningVar: Operand | null, weight: Operand | null, bias: Operand | null,
  options?: { readonly training?: boolean; readonly momentum?: number; readonly eps?: number },
];

const perChannel = ({ shape, data }: Dense, of: { readonly shape: readonly number[] }): Operand => ({ shape: [...shape, ...of.shape.slice(2).map(() => 1)], data });
const otherAxes = (x: { readonly shape: readonly number[] }): number[] => [...x.shape.keys()].filter((axis) => axis !== 1);
const most = (x: Operand | null): number => Array.from(x?.data ?? [1]).reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);

/** What is left after the division: values up to 10, standard deviations of at least ½. */
const large = 20;

/** In training, without weight and bias: mean 0, and variance v / (v + eps), in every channel. */
export const normalises: Law = {
  name: "normalises",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, , , , , { eps = 1e-5 } = {}] = args as unknown as BatchNormArgs;
    const output = await apply(input, null, null, null, null, { training: true, eps });
    const means = await run((x: Tensor) => mean(x, otherAxes(x)), output);
    expectClose("means and 0", means, { ...means, data: Array.from(means.data, () => 0) }, large);
    const spread = (x: Tensor): Tensor => variance(x, otherAxes(x), { correction: 0 });
    const before = await run(spread, input);
    expectClose("variances and v / (v + eps)", await run(spread, output), { ...before, data: Array.from(before.data, (v) => v / (v + eps)) }, large);
  },
};

/** In training a constant added to the batch disappears. */
export const shiftsDisappear: Law = {
  name: "shifts disappear in training",
  check: async ({ args, apply, expectClose }) => {
    const [input, , , weight, bias, options] = args as unknown as BatchNormArgs;
    const training = { ...options, training: true };
    const shifted = { ...input, data: Array.from(input.data, (value) => value + 4) };
    expectClose("f(x + 4) and f(x)", await apply(shifted, null, null, weight, bias, training), await apply(input, null, null, weight, bias, training), 2 * large * (1 + most(weight)));
  },
};

/** f(x; weight, bias) = weight · f(x) + bias */
export const affineComesLast: Law = {
  name: "weight and bias come last",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, runningMean, runningVar, weight, bias, options] = args as unknown as BatchNormArgs;
    const normal = await apply(input, runningMean, runningVar, null, null, options);
    const ones = { shape: [input.shape[1]!], data: Array<number>(input.shape[1]!).fill(1) };
    const zeros = { ...ones, data: ones.data.map(() => 0) };
    const affine = (x: Tensor, w: Tensor, b: Tensor): Tensor => x.mul(w).add(b);
    const expected = await run(affine, normal, perChannel(weight ?? ones, input), perChannel(bias ?? zeros, input));
    expectClose("f(x; w, b) and w · f(x) + b", await apply(...args), expected, large * (1 + most(weight)) + most(bias));
  },
};

/** Outside of training, with the statistics of the batch: the same as in training. */
export const trainingUsesTheBatch: Law = {
  name: "training uses the statistics of the batch",
  check: async ({ args, run, expectClose }) => {
    const [input, , , , , { eps = 1e-5 } = {}] = args as unknown as BatchNormArgs;
    const training = (x: Tensor): Tensor => batchNorm(x, null, null, null, null, { training: true, eps });
    const evaluation = (x: Tensor): Tensor => batchNorm(x, mean(x, otherAxes(x)), variance(x, otherAxes(x), { correction: 0 }), null, null, { eps });
    expectClose("training and evaluation", await run(training, input), await run(evaluation, input), large);
  },
};
