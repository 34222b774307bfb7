import { expect, test } from "vitest";
import { oracleBatchNorm } from "./batch-norm.js";
import { oracleDropout } from "./dropout.js";

const list = (...data: number[]) => ({ shape: [data.length], data });
const data = (x: { data: ArrayLike<number> } | null) => Array.from(x?.data ?? []);

// Channel 0 holds 1 and 3: mean 2, variance 1, unbiased 2. Channel 1 holds 10 and 30: mean 20, variance 100, unbiased 200.
const input = { shape: [2, 2], data: [1, 10, 3, 30] };

test("training normalises with the biased variance and moves the running statistics by a tenth", () => {
  const { output, runningMean, runningVar } = oracleBatchNorm(input, list(0, 0), list(1, 1), list(1, 2), list(0, 5), { training: true, eps: 0 });
  expect(data(output)).toEqual([-1, 3, 1, 7]);
  expect(data(runningMean)).toEqual([0.2, 2]);
  expect(data(runningVar)).toEqual([0.9 + 0.1 * 2, 0.9 + 0.1 * 200]);
});

test("evaluation uses the running statistics and keeps them: (x − 1)/√(3 + 1)", () => {
  const { output, runningMean } = oracleBatchNorm(input, list(1, 0), list(3, 99), null, null, { eps: 1 });
  expect(data(output)).toEqual([0, 1, 1, 3]);
  expect(data(runningMean)).toEqual([1, 0]);
});

test("places of [N, C, L] belong to their channel: 1 and 3 are one channel here", () => {
  const { output, runningVar } = oracleBatchNorm({ shape: [1, 1, 2], data: [1, 3] }, null, null, null, null, { training: true, eps: 0 });
  expect(data(output)).toEqual([-1, 1]);
  expect(runningVar).toBeNull();
});

test("dropout scales what it keeps by 1/(1 − p), and does nothing outside training", () => {
  const x = list(2, 4);
  expect(data(oracleDropout(x, list(1, 0), { p: 0.75 }))).toEqual([8, 0]);
  expect(data(oracleDropout(x, list(1, 0), { p: 0.75, training: false }))).toEqual([2, 4]);
});
