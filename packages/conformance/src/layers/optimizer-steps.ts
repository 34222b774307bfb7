import { uniformNumbers, type AdamStepOptions, type Backend, type SgdStepOptions, type Storage, type TypedArray } from "@convoke/core/backend";
import { stepByAdam, stepBySgd } from "../oracle/optimizer-step.js";
import { unitOf, type Check, type CheckContext } from "../suite/check.js";
import { ConformanceFailure, compareElements } from "../suite/failure.js";
import { gamma, smallestNormal } from "../suite/tolerance.js";
import { rounding } from "../suite/apply.js";

/** More than the roundings of any path: a dozen operations, constants of the dtype among their operands. */
const roundings = 24;

const sizes = [1, 2, 7, 64, 1031, 5000];

const sgd: SgdStepOptions = { lr: 0.1, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false };
const sgdCases: Readonly<Record<string, SgdStepOptions>> = {
  "plain": sgd,
  "weight decay": { ...sgd, weightDecay: 0.25 },
  "momentum": { ...sgd, momentum: 0.9 },
  "momentum, dampening, weight decay": { ...sgd, momentum: 0.9, dampening: 0.25, weightDecay: 0.125 },
  "nesterov": { ...sgd, momentum: 0.75, weightDecay: 0.125, nesterov: true },
};

const adam: AdamStepOptions = { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false, step: 1 };
const adamCases: Readonly<Record<string, AdamStepOptions & { readonly amsgrad?: boolean }>> = {
  "first step": adam,
  "later step": { ...adam, step: 7 },
  "large eps": { ...adam, step: 3, eps: 0.5 },
  "weight decay": { ...adam, step: 3, weightDecay: 0.25 },
  "decoupled weight decay": { ...adam, step: 3, weightDecay: 0.25, decoupled: true },
  "amsgrad": { ...adam, step: 5, beta2: 0.9, amsgrad: true },
};

/** Numbers in ±[¼, 1): nothing cancels to nothing, and no square is subnormal. */
function numbers(size: number, seed: number, salt: number): number[] {
  return Array.from(uniformNumbers(size, [seed, salt], 0), (value) => Math.fround((value < 0.5 ? -1 : 1) * (0.25 + 0.75 * ((2 * value) % 1))));
}
const squares = (values: readonly number[]): number[] => values.map((value) => Math.fround(value ** 2 / 8));

/** The optimizers' kernels have no op of their own: each case is a call of the kernel, at sizes that leave tails. */
export function optimizerStepChecks(): Check[] {
  return [
    ...Object.entries(sgdCases).map(([name, options]) => check("sgdStep", name, (context, size) => sgdCase(context, size, options))),
    ...Object.entries(adamCases).map(([name, { amsgrad = false, ...options }]) => check("adamStep", name, (context, size) => adamCase(context, size, options, amsgrad))),
  ];
}

function check(op: string, name: string, run: (context: CheckContext, size: number) => Promise<number>): Check {
  return {
    op,
    layer: "kernels",
    name,
    run: async (context) => {
      let worst = 0;
      for (const size of sizes) worst = Math.max(worst, await run(context, size));
      return { cases: sizes.length, worst };
    },
  };
}

async function sgdCase({ backend, dtype, seed }: CheckContext, size: number, options: SgdStepOptions): Promise<number> {
  const harness = harnessOf(backend, dtype);
  const start = numbers(size, seed, 1);
  const gradients = [2, 3].map((salt) => numbers(size, seed, salt));
  let parameter = harness.write(start);
  let momentumBuffer: Storage | undefined;
  let worst = 0;
  let before: { parameter: readonly number[]; momentumBuffer: readonly number[] | null } = { parameter: start, momentumBuffer: null };
  for (const gradient of gradients) {
    const slope = harness.write(gradient);
    const early = backend.read(parameter);
    ({ parameter, momentumBuffer } = backend.sgdStep(parameter, slope, momentumBuffer, options));
    const expected = stepBySgd(before.parameter, gradient, before.momentumBuffer, options);
    harness.same("the parameter, read before the step", await early, before.parameter);
    harness.same("the gradient", await backend.read(slope), gradient);
    const next = await backend.read(parameter);
    worst = Math.max(worst, harness.close("parameter", next, expected.parameter, expected.sizes[0]));
    if ((momentumBuffer === undefined) !== (options.momentum === 0)) throw new ConformanceFailure(`a momentum buffer with momentum ${options.momentum}: ${momentumBuffer !== undefined}`);
    const buffer = momentumBuffer && (await backend.read(momentumBuffer));
    if (buffer) worst = Math.max(worst, harness.close("momentum buffer", buffer, expected.momentumBuffer!, expected.sizes[1]));
    before = { parameter: Array.from(next), momentumBuffer: buffer ? Array.from(buffer) : null };
    backend.free(slope);
  }
  backend.free(parameter);
  if (momentumBuffer) backend.free(momentumBuffer);
  return worst;
}

async function adamCase({ backend, dtype, seed }: CheckContext, size: number, options: AdamStepOptions, amsgrad: boolean): Promise<number> {
  const harness = harnessOf(backend, dtype);
  const [start, gradient, expAvg] = [numbers(size, seed, 1), numbers(size, seed, 2), numbers(size, seed, 3)];
  const [expAvgSq, greatest] = [squares(numbers(size, seed, 4)), amsgrad ? squares(numbers(size, seed, 5)) : null];
  const slope = harness.write(gradient);
  const state = { expAvg: harness.write(expAvg), expAvgSq: harness.write(expAvgSq), maxExpAvgSq: greatest ? harness.write(greatest) : undefined };
  const result = backend.adamStep(harness.write(start), slope, state, options);
  const expected = stepByAdam(start, gradient, { expAvg, expAvgSq, maxExpAvgSq: greatest }, options);
  harness.same("the gradient", await backend.read(slope), gradient);
  if ((result.maxExpAvgSq === undefined) === amsgrad) throw new ConformanceFailure(`maxExpAvgSq ${amsgrad ? "is missing" : "without amsgrad"}`);
  const worst = Math.max(
    harness.close("parameter", await backend.read(result.parameter), expected.parameter, expected.sizes.parameter),
    harness.close("expAvg", await backend.read(result.expAvg), expected.expAvg, expected.sizes.expAvg),
    harness.close("expAvgSq", await backend.read(result.expAvgSq), expected.expAvgSq, expected.sizes.expAvgSq),
    result.maxExpAvgSq ? harness.close("maxExpAvgSq", await backend.read(result.maxExpAvgSq), expected.maxExpAvgSq!, expected.sizes.expAvgSq) : 0,
  );
  for (const storage of [slope, result.parameter, result.expAvg, result.expAvgSq, result.maxExpAvgSq]) if (storage) backend.free(storage);
  return worst;
}

/** Writes numbers, and compares what came back. */
function harnessOf(backend: Backend, dtype: CheckContext["dtype"]) {
  const unit = unitOf[dtype];
  const allowed = gamma(roundings, unit) * (dtype === "float64" ? 2 : 1);
  return {
    write: (values: readonly number[]): Storage => backend.write(dtype === "float32" ? new Float32Array(values) : new Float64Array(values), dtype),
    same(what: string, actual: TypedArray, expected: readonly number[]): void {
      const at = expected.findIndex((value, i) => actual[i] !== value);
      if (at >= 0) throw new ConformanceFailure(`${what}: element ${at} is ${actual[at]}, expected ${expected[at]}`);
    },
    close(what: string, actual: TypedArray, expected: readonly number[], size: readonly number[]): number {
      if (actual.length !== expected.length) throw new ConformanceFailure(`${what} has ${actual.length} elements, expected ${expected.length}`);
      const { worst, message } = compareElements(actual, { shape: [expected.length], data: [...expected] }, (i) => allowed * size[i]! + smallestNormal[unit]!, rounding(dtype));
      if (message) throw new ConformanceFailure(`${what} of ${expected.length} elements: ${message}`);
      return worst;
    },
  };
}
