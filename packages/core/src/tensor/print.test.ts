import { inspect } from "node:util";
import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { strippedCpu } from "../backend/counting-backend.test-support.js";
import { defineBackend } from "../backend/index.js";
import { arange, full, mul, setBackend, tensor, transpose, zeros, type Tensor } from "../index.js";

setBackend(cpu());

const leaf = tensor([1, 2], { requiresGrad: true });
const printed: [string, Tensor, string][] = [
  ["a scalar", tensor(5), "Tensor [] float32 on cpu\n5"],
  ["a scalar with decimals", tensor(0.5), "Tensor [] float32 on cpu\n0.5000"],
  ["a vector", tensor([1, -2, 30]), "Tensor [3] float32 on cpu\n[ 1, -2, 30]"],
  ["decimals, aligned", tensor([1.5, -20.25, 0.0625], { dtype: "float64" }), "Tensor [3] float64 on cpu\n[  1.5000, -20.2500,   0.0625]"],
  ["a matrix", tensor([[1, 2], [3, 40]]), "Tensor [2, 2] float32 on cpu\n[[ 1,  2],\n [ 3, 40]]"],
  ["a transposed matrix", transpose(arange(6).reshape([2, 3]), 0, 1), "Tensor [3, 2] float32 on cpu\n[[0, 3],\n [1, 4],\n [2, 5]]"],
  ["three axes", arange(8).reshape([2, 2, 2]), "Tensor [2, 2, 2] float32 on cpu\n[[[0, 1],\n  [2, 3]],\n\n [[4, 5],\n  [6, 7]]]"],
  ["integers", tensor([-1, 100], { dtype: "int32" }), "Tensor [2] int32 on cpu\n[ -1, 100]"],
  ["booleans", tensor([[true, false]]), "Tensor [1, 2] bool on cpu\n[[ true, false]]"],
  ["large magnitudes", tensor([123456.5, 1]), "Tensor [2] float32 on cpu\n[1.2346e+5, 1.0000e+0]"],
  ["small magnitudes", tensor([0.00025, 0.0005]), "Tensor [2] float32 on cpu\n[2.5000e-4, 5.0000e-4]"],
  ["NaN and infinities", tensor([NaN, -Infinity, 1.5]), "Tensor [3] float32 on cpu\n[      NaN, -Infinity,    1.5000]"],
  ["nothing finite", tensor([NaN, Infinity]), "Tensor [2] float32 on cpu\n[     NaN, Infinity]"],
  ["an empty one", zeros([2, 0, 3]), "Tensor [2, 0, 3] float32 on cpu"],
  ["a leaf", leaf, "Tensor [2] float32 on cpu, requiresGrad\n[1, 2]"],
  ["a result", mul(leaf, 2), "Tensor [2] float32 on cpu, requiresGrad\n[2, 4]"],
  ["a long vector", arange(2000), "Tensor [2000] float32 on cpu\n[   0,    1,    2, …, 1997, 1998, 1999]"],
  ["1000 elements in full", full([1000], 7), `Tensor [1000] float32 on cpu\n[${Array(1000).fill("7").join(", ")}]`],
  [
    "a large matrix", full([40, 30], 0.5),
    `Tensor [40, 30] float32 on cpu\n[${[...Array(3).fill(row()), "…", ...Array(3).fill(row())].join(",\n ")}]`,
  ],
  ["short axes of a large tensor in full", zeros([2, 600]), "Tensor [2, 600] float32 on cpu\n[[0, 0, 0, …, 0, 0, 0],\n [0, 0, 0, …, 0, 0, 0]]"],
];

function row(): string {
  return "[0.5000, 0.5000, 0.5000, …, 0.5000, 0.5000, 0.5000]";
}

test.each(printed)("prints %s", (_, tensor, text) => expect(String(tensor)).toBe(text));

test("console.log shows the same", () => expect(inspect(tensor([1, 2]))).toBe("Tensor [2] float32 on cpu\n[1, 2]"));

test("a disposed one says who disposed it", () => {
  const x = tensor([1, 2]);
  x.dispose();
  expect([String(x), inspect(x)]).toEqual(Array(2).fill("Tensor [2] float32, disposed by dispose"));
});

test("a backend that cannot read at once prints no values", () => {
  const definition = strippedCpu();
  const backend = defineBackend({ ...definition, name: "gpu", capabilities: { ...definition.capabilities, syncRead: false } });
  expect(String(tensor([1, 2], { backend }))).toBe("Tensor [2] float32 on gpu (read with await data())");
});
