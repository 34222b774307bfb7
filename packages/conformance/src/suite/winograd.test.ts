import type { Backend } from "@convoke/core";
import type { Conv2dGeometry } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import type { Dense } from "../oracle/dense.js";
import { oracleConv2d } from "../oracle/conv2d.js";
import { oracleConv2dGradInput, oracleConv2dGradWeight } from "../oracle/conv2d-grad.js";
import { oracleWinograd, oracleWinogradGradInput, oracleWinogradGradWeight, winogradMatrices, type WinogradMatrices } from "../oracle/winograd.js";
import type { NaiveBackend } from "../faulty/plant.js";
import { naiveBackend } from "../reference/naive-backend.js";
import { ramp } from "../specs/ramp.js";
import { conv2dGradientSpecs } from "../specs/conv2d-gradients.js";
import { conv2dSpec } from "../specs/conv2d.js";
import { checkId } from "./check.js";
import { planChecks } from "./plan.js";
import { reportRows, textTable } from "./report.js";
import { runChecks } from "./run.js";
import type { StatedBounds } from "./stated-bound.js";
import { winograd } from "./winograd.js";

const points = { usual: [0, 1, -1, 2, -2], close: [0, 5 / 8, -5 / 8, 3 / 2, -3 / 2] };
const { where } = winograd(4);

type Change = (matrices: WinogradMatrices) => WinogradMatrices;

/** The naive backend with float32 Winograd wherever `winograd` says so; a tile that is not finite is left to the plain sums. */
function winogradBackend(finite: readonly number[], change: Change = (matrices) => matrices): Backend {
  const backend: NaiveBackend = naiveBackend();
  const rounded = winogradMatrices(finite);
  const matrices = change({ ...rounded, G: rounded.G.map((row) => row.map(Math.fround)) });
  const dense = (data: ArrayLike<number>, ...shape: number[]): Dense => ({ shape, data: Array.from(data) });
  const weightOf = (data: ArrayLike<number>, g: Conv2dGeometry): Dense => dense(data, g.outChannels, g.inChannels / g.groups, 3, 3);
  const options = (g: Conv2dGeometry) => ({ padding: [g.padTop, g.padBottom, g.padLeft, g.padRight], groups: g.groups });
  const replace = (plain: { readonly data: { [i: number]: number } }, { data }: Dense): void => data.forEach((value, i) => Number.isFinite(value) && (plain.data[i] = value));
  const own: Partial<NaiveBackend> = {
    conv2d: (input, weight, g, epilogue = {}) => {
      if (!where(g) || input.dtype !== "float32" || input.size === 0) return backend.conv2d(input, weight, g, epilogue);
      const output = backend.conv2d(input, weight, g, { bias: epilogue.bias });
      const bias = epilogue.bias ? dense(epilogue.bias.data, g.outChannels) : null;
      replace(output, oracleWinograd(dense(input.data, g.batch, g.inChannels, g.inHeight, g.inWidth), weightOf(weight.data, g), bias, options(g), matrices, Math.fround));
      if (epilogue.activation) output.data.forEach((value, i) => (output.data[i] = Math.min(Math.max(value, 0), epilogue.activation === "relu6" ? 6 : Infinity)));
      return output;
    },
    conv2dGradInput: (gradOutput, weight, g, epilogue) => {
      const gradInput = backend.conv2dGradInput(gradOutput, weight, g, epilogue);
      if (!where(g) || gradOutput.dtype !== "float32" || gradOutput.size === 0) return gradInput;
      replace(gradInput, oracleWinogradGradInput(dense(gradOutput.data, g.batch, g.outChannels, g.outHeight, g.outWidth), weightOf(weight.data, g), options(g), matrices, Math.fround));
      return gradInput;
    },
    conv2dGradWeight: (gradOutput, input, g) => {
      const gradWeight = backend.conv2dGradWeight(gradOutput, input, g);
      if (!where(g) || gradOutput.dtype !== "float32" || gradOutput.size === 0) return gradWeight;
      const grad = dense(gradOutput.data, g.batch, g.outChannels, g.outHeight, g.outWidth), from = dense(input.data, g.batch, g.inChannels, g.inHeight, g.inWidth);
      replace(gradWeight, oracleWinogradGradWeight(grad, from, options(g), matrices, Math.fround));
      return gradWeight;
    },
  };
  return { ...backend, ...own } as unknown as Backend;
}

const specs = [conv2dSpec, ...conv2dGradientSpecs];
const stated = (bound: StatedBounds["conv2d"] = winograd(4)): StatedBounds => ({ conv2d: bound, conv2dGradInput: bound, conv2dGradWeight: bound });

const checks = planChecks(specs).filter(({ op }) => specs.some(({ name }) => name === op));
const kernelChecks = checks.filter(({ layer }) => layer === "kernels");

/** The checks that fail. */
async function failures(backend: Backend, bounds: StatedBounds, chosen = kernelChecks): Promise<string[]> {
  const results = await runChecks(chosen, backend, { dtypes: ["float32"], seed: 3, runs: 5, bounds });
  return results.filter(({ status }) => status !== "pass").map(({ check, message }) => `${checkId(check)}: ${message}`);
}

test("the transforms compute the convolution and its gradients exactly, for every tile and both sets of points", () => {
  for (const finite of [[0, 1, -1], points.usual, points.close]) {
    const [input, weight, options] = [ramp([2, 4, 7, 6]), ramp([6, 2, 3, 3], 3), { padding: [0, 1, 2, 1], groups: 2 }];
    const difference = (a: Dense, b: Dense): number => Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i]!)));
    const output = oracleConv2d(input, weight, null, options), matrices = winogradMatrices(finite);
    expect(difference(oracleWinograd(input, weight, null, options, matrices), output)).toBeLessThan(1e-12);
    expect(difference(oracleWinogradGradInput(output, weight, options, matrices), oracleConv2dGradInput(output, weight, input.shape, options))).toBeLessThan(1e-11);
    expect(difference(oracleWinogradGradWeight(output, input, options, matrices), oracleConv2dGradWeight(output, input, weight.shape, options))).toBeLessThan(1e-11);
  }
});

describe("a backend that computes every 3×3 convolution by F(4×4, 3×3)", { timeout: 120_000 }, () => {
  test("passes with the bound of its points, which may be stated as data", async () => {
    expect(await failures(winogradBackend(points.usual), stated({ winograd: 4 }), checks)).toEqual([]);
    expect(await failures(winogradBackend(points.close), stated(winograd(4, { points: points.close })), checks)).toEqual([]);
  });

  test("fails where the bound is not stated, or for other geometries only", async () => {
    expect(await failures(winogradBackend(points.usual), {})).not.toEqual([]);
    const some = { where: (g: Conv2dGeometry) => where(g) && g.outWidth > 6 };
    for (const bound of [winograd(4, some), { winograd: 4, ...some } as const]) expect(await failures(winogradBackend(points.usual), stated(bound))).not.toEqual([]);
  });

  const changeOf = (matrix: "A" | "B" | "G", change: (value: number, i: number, j: number) => number): Change => (matrices) =>
    ({ ...matrices, [matrix]: matrices[matrix].map((row, i) => row.map((value, j) => change(value, i, j))) });
  test.each<[string, Change]>([
    ["one coefficient of A is wrong", changeOf("A", (value, i, j) => (i === 3 && j === 4 ? -value : value))],
    ["one coefficient of B is off by a thousandth", changeOf("B", (value, i, j) => (i === 0 && j === 2 ? value * 1.001 : value))],
    ["the middle tap is dropped", changeOf("G", (value, _, j) => (j === 1 ? 0 : value))],
    ["one point's weight lacks a tap", changeOf("G", (value, i, j) => (i === 5 && j === 2 ? 0 : value))],
  ])("fails when %s", async (_title, change) => {
    const found = await failures(winogradBackend(points.usual, change), stated());
    for (const op of ["conv2d", "convolve2d", "conv2dGradInput", "conv2dGradWeight"]) expect(found.some((id) => id.startsWith(`${op}/kernels/3x3 with padding`))).toBe(true);
  });

  test("fails when the weight's gradient leaves out the last tile of each channel", async () => {
    const backend = naiveBackend();
    const conv2dGradWeight: NaiveBackend["conv2dGradWeight"] = (gradOutput, input, g) => {
      const isLast = (i: number, size: number): boolean => i >= 4 * (Math.ceil(size / 4) - 1);
      const data = gradOutput.data.map((value: number, i: number) => (isLast(Math.floor(i / g.outWidth) % g.outHeight, g.outHeight) && isLast(i % g.outWidth, g.outWidth) ? 0 : value));
      return backend.conv2dGradWeight({ ...gradOutput, data }, input, g);
    };
    const found = await failures({ ...backend, conv2dGradWeight } as unknown as Backend, stated());
    expect(found.some((id) => id.startsWith("conv2dGradWeight/kernels/3x3 with padding"))).toBe(true);
  });

  test("the table names the bound where it applied, and only there", async () => {
    const backend = winogradBackend(points.usual);
    const results = await runChecks(kernelChecks, backend, { dtypes: ["float32"], bounds: stated() });
    const rows = reportRows(results, backend);
    expect(rows.map(({ op, bounds }) => [op, bounds])).toEqual([["conv2d", ["winograd(4)"]], ["convolve2d", ["winograd(4)"]], ["conv2dGradInput", ["winograd(4)"]], ["conv2dGradWeight", ["winograd(4)"]]]);
    expect(textTable(rows)).toMatch(/^conv2d +pass \d\.\d\d winograd\(4\)$/m);
  });
});
