import { dense, permuteLayout, type DType, type View } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { cpu } from "../cpu.js";
import type { CpuStorage } from "../memory.js";
import { elements, integer, randomValues, randomView, seeded, stored } from "../naive.test-support.js";

const backend = cpu();

/** [B, M, K] × [B, K, N] with exact integers where the values are integers. */
function naive(left: View<CpuStorage>, right: View<CpuStorage>): number[] {
  const [batch, rows, depth] = left.layout.shape as [number, number, number];
  const columns = right.layout.shape[2]!;
  const [a, b] = [elements(left), elements(right)];
  const output: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = 0; k < depth; k++) sum += a[(n * rows + i) * depth + k]! * b[(n * depth + k) * columns + j]!;
        output.push(sum);
      }
    }
  }
  return output;
}

/** What the kernel gives and what it must give: products of small integers are exact, so nothing is allowed to differ. */
function both(dtype: DType, left: View<CpuStorage>, right: View<CpuStorage>) {
  return { actual: backend.matmul(left, right), expected: { dtype, size: naive(left, right).length, data: stored(dtype, naive(left, right)) } };
}

const whole = (random: () => number, dtype: DType, shape: number[]): View<CpuStorage> => {
  const view = randomView(random, dtype, shape);
  for (let i = 0; i < view.storage.size; i++) view.storage.data[i] = integer(random, dtype === "uint8" ? 0 : -8, 8);
  return view;
};

describe("matmul", () => {
  test.each<DType>(["float32", "float64", "int32", "uint8"])("%s of every size from 0 to 9", (dtype) => {
    const random = seeded(31);
    for (let m = 0; m < 10; m++) {
      for (let n = 0; n < 10; n++) {
        for (let k = 0; k < 10; k++) {
          const { actual, expected } = both(dtype, whole(random, dtype, [1, m, k]), whole(random, dtype, [1, k, n]));
          expect(actual).toEqual(expected);
        }
      }
    }
  });

  test.each([[2, 130, 257, 131], [1, 300, 3, 260], [3, 5, 600, 7], [1, 1, 300, 133], [1, 133, 300, 1], [1, 129, 1, 130], [0, 3, 4, 5]])(
    "batch %i, %i × %i × %i crosses the blocks",
    (batch, m, k, n) => {
      const random = seeded(32);
      for (const dtype of ["float32", "float64"] as const) {
        const { actual, expected } = both(dtype, whole(random, dtype, [batch, m, k]), whole(random, dtype, [batch, k, n]));
        expect(actual).toEqual(expected);
      }
    },
  );

  test("sums run in float64 and are rounded once", () => {
    const random = seeded(33);
    const [left, right] = [[1, 7, 500], [1, 500, 9]].map((shape) => ({ storage: backend.write(randomValues(random, "float32", 4500), "float32"), layout: dense(shape) }));
    const exact = naive(left!, right!);
    backend.matmul(left!, right!).data.forEach((value, i) => expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(2 ** -24 * Math.abs(exact[i]!) + 1e-12));
  });

  test("int32 sums wrap exactly", () => {
    const a = backend.write(new Int32Array([2147483647, 123456789]), "int32");
    const b = backend.write(new Int32Array([2147483647, -987654321]), "int32");
    const result = backend.matmul({ storage: a, layout: dense([1, 1, 2]) }, { storage: b, layout: dense([1, 2, 1]) });
    expect(result.data[0]).toBe(Number(BigInt.asIntN(32, 2147483647n ** 2n - 123456789n * 987654321n)));
  });

  test("a non-finite row spoils only its own outputs", () => {
    const left = { storage: backend.write(new Float32Array(30).fill(1), "float32"), layout: dense([1, 6, 5]) };
    const right = { storage: backend.write(new Float32Array(35).fill(1), "float32"), layout: dense([1, 5, 7]) };
    left.storage.data[5 * 2 + 1] = Infinity;
    left.storage.data[5 * 3] = NaN;
    const rows = Array.from({ length: 6 }, (_, i) => backend.matmul(left, right).data.slice(7 * i, 7 * i + 7));
    expect(rows.map((row) => row[0])).toEqual([5, 5, Infinity, NaN, 5, 5]);
    for (const row of rows) expect(new Set(row).size).toBe(1);
  });
});

describe("linear", () => {
  const random = seeded(41);
  test.each([[0, 3, 4], [1, 5, 3], [5, 7, 1], [6, 9, 130], [4, 1, 6]])("[%i, %i] × [%i, …]ᵀ with every epilogue", (m, k, n) => {
    for (const activation of [undefined, "relu", "relu6"] as const) {
      for (const [hasBias, hasResidual] of [[false, false], [true, false], [false, true], [true, true]]) {
        const [input, weight] = [whole(random, "float32", [m, k]), whole(random, "float32", [n, k])];
        const bias = hasBias ? backend.write(randomValues(random, "int32", n), "float32") : undefined;
        const residual = hasResidual ? backend.write(randomValues(random, "int32", m * n), "float32") : undefined;
        const batched = ({ storage, layout }: View<CpuStorage>): View<CpuStorage> => ({
          storage,
          layout: { shape: [1, ...layout.shape], strides: [0, ...layout.strides], offset: layout.offset },
        });
        const transposed = { storage: weight.storage, layout: permuteLayout(weight.layout, [1, 0]) };
        const expected = naive(batched(input), batched(transposed)).map((sum, i) => {
          const value = sum + (bias?.data[i % n] ?? 0) + (residual?.data[i] ?? 0);
          const positive = activation === undefined ? value : Math.max(value, 0);
          return activation === "relu6" ? Math.min(positive, 6) : positive;
        });
        expect(backend.linear(input, weight, { bias, residual, activation }).data).toEqual(stored("float32", expected));
      }
    }
  });
});
