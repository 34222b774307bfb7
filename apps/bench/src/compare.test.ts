import { expect, test } from "vitest";
import { compare } from "./compare.js";
import type { EpochWorkload, OperationWorkload, TrainingWorkload } from "./workload.js";

const values = (...numbers: number[]): Float32Array => Float32Array.from(numbers);
const matmul = { kind: "operation" } as OperationWorkload;

test("rounding is no disagreement, and the largest difference is told", () => {
  expect(compare(matmul, { output: values(64, -0.5) }, { output: values(64, -0.53125) })).toEqual({ difference: 0.03125, problem: null });
});

test("what is not close disagrees", () => {
  expect(compare(matmul, { output: values(1, 2) }, { output: values(2, 1) }).problem).toBe("output differs by 1.0e+0, allowed 2.0e-3");
  expect(compare(matmul, { output: values(1, 2) }, { output: values(1, NaN) }).problem).toBe("output differs by NaN, allowed 2.0e-3");
});

test("a part that is missing or of another size disagrees", () => {
  expect(compare(matmul, { output: values(1, 2) }, {}).problem).toBe("output has 0 values, expected 2");
  expect(compare(matmul, { output: values(1, 2) }, { output: values(1) }).problem).toBe("output has 1 values, expected 2");
});

test("zeros prove nothing", () => {
  expect(compare(matmul, { output: values(0, 0) }, { output: values(0, 0) }).problem).toBe("output is zero or unchanged everywhere, which proves nothing");
});

test("weights are compared by their change, so that a wrong gradient shows", () => {
  const workload = { kind: "trainingStep", state: { weight: { shape: [2], data: values(8, 8) } } } as unknown as TrainingWorkload;
  expect(compare(workload, { weight: values(8.25, 8) }, { weight: values(8.2421875, 8) }).problem).toBe("weight differs by 7.8e-3, allowed 2.5e-3");
});

test("after an epoch all must have learnt, about as much", () => {
  const epoch = { kind: "epoch" } as EpochWorkload;
  expect(compare(epoch, { accuracy: values(0.985) }, { accuracy: values(0.98) }).problem).toBeNull();
  expect(compare(epoch, { accuracy: values(0.985) }, { accuracy: values(0.96) }).problem).toBe("accuracy differs by 2.5e-2, allowed 1.0e-2");
  expect(compare(epoch, { accuracy: values(0.9) }, { accuracy: values(0.9) }).problem).toMatch(/^the accuracy is 0.8999.*, expected at least 0.95$/);
});
