import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { goldenArguments, goldenCases, type GoldenCase, type GoldenInput } from "../../../conformance/src/golden/golden.js";
import * as core from "../index.js";
import { Buffer, grad, mul, permute, setBackend, slice, sum, tensor, type Tensor } from "../index.js";

setBackend(cpu());

/** The input as a dense tensor of its own. */
function denseInput({ data, shape, dtype }: GoldenInput): Tensor {
  return tensor(data.slice(), { shape, dtype: dtype === "float32" ? "float64" : dtype });
}

/** The same values read backwards with gaps, through swapped axes, from an offset; what lies in between is NaN (or 77). */
function stridedInput(input: GoldenInput): Tensor {
  const dense = denseInput(input);
  const { shape, dtype } = dense;
  const gap = dtype === "float64" ? NaN : dtype === "bool" ? 1 : 77;
  const axes = [...shape.keys()].reverse();
  const swapped = permute(dense, axes); // [.., b, a]
  const lists = [...swapped.dataSync()].toReversed().flatMap((value) => [gap, value]);
  const storage = tensor([...lists, gap], { dtype });
  const backwards = slice(storage, [2 * input.data.length - 1, 0, -2]);
  return permute(backwards.reshape(swapped.shape), axes).detach();
}

type AnyOp = (...args: unknown[]) => Tensor | Tensor[] | { output: Tensor; indices: Tensor };

/** Outputs, then the gradient of each float input, of Σ output · (1, 2, 3, …). */
function run(golden: GoldenCase, make: (input: GoldenInput) => Tensor): number[][] {
  const leaves: Tensor[] = [];
  const args = goldenArguments(golden, (input) => {
    const made = make(input);
    if (golden.updates?.includes(input.name)) return new Buffer(made);
    if (golden.gradients && input.name in golden.gradients) {
      made.requiresGrad = true;
      leaves.push(made);
    }
    return made;
  });
  const result = (core as unknown as Record<string, AnyOp>)[golden.op === "var" ? "variance" : golden.op]!(...args);
  const outputs = Array.isArray(result) ? result : "output" in result ? [result.output, result.indices] : [result];
  const differentiable = outputs.filter(({ requiresGrad }) => requiresGrad);
  const weighed = differentiable.map((output) => sum(mul(output, tensor(Float64Array.from({ length: output.size }, (_, i) => i + 1), { shape: output.shape, dtype: output.dtype }))));
  const gradients = leaves.length > 0 && weighed.length > 0 ? grad(weighed, leaves, { allowUnused: true }) : [];
  return [...outputs, ...gradients].map((each) => (each ? [...each.dataSync()] : []));
}

const sameNumber = (a: number, b: number): boolean => Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-10 * Math.max(1, Math.abs(b));

const cases = goldenCases();

/** Cases whose results depend on how their inputs lie in memory. */
function differences(op: string): string[] {
  return cases.filter((golden) => golden.op === op).flatMap((golden) => {
    const [dense, strided] = [run(golden, denseInput), run(golden, stridedInput)];
    const same = dense.every((values, i) => values.length === strided[i]!.length && values.every((value, at) => sameNumber(strided[i]![at]!, value)));
    return same ? [] : [golden.name];
  });
}

const ops = [...new Set(cases.filter(({ inputs, op }) => inputs.length > 0 && op !== "tensor").map(({ op }) => op))];
describe("an op gives the same on strided views as on dense tensors, gradients too", () => {
  test.each(ops)("%s", (op) => expect(differences(op)).toEqual([]));

  test("and the views are views", () => {
    const view = stridedInput({ name: "x", shape: [2, 3], dtype: "float32", data: [1, 2, 3, 4, 5, 6] });
    expect([[...view.dataSync()], view.layout]).toEqual([[1, 2, 3, 4, 5, 6], { shape: [2, 3], strides: [-2, -4], offset: 11 }]);
    expect(ops.length).toBeGreaterThan(60);
  });
});
