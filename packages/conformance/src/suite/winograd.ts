import type { Conv2dGeometry } from "@convoke/core/backend";
import type { Conv2dOptions } from "../oracle/conv2d.js";
import type { Dense } from "../oracle/dense.js";
import { oracleRot180 } from "../oracle/flip.js";
import { absolute } from "../oracle/magnitude.js";
import { type Matrix, oracleWinograd, oracleWinogradGradInput, winogradMatrices } from "../oracle/winograd.js";
import type { StatedBound, WinogradOptions } from "./stated-bound.js";
import { type Bound, gamma, smallestNormal } from "./tolerance.js";

const usualPoints: Readonly<Record<number, readonly number[]>> = { 2: [0, 1, -1], 4: [0, 1, -1, 2, -2] };

/**
 * The bound of Winograd's F(tile × tile, 3 × 3), tiles beginning at output [0, 0]:
 * γ(depth + 24) · (|A| [Σ_c (|G||w||G|ᵀ) ⊙ (|B||x||B|ᵀ)] |A|ᵀ + |bias|), and nowhere less than the ordinary bound.
 *
 * 24 roundings: 6 in the input's transform, 8 in the weight's, 8 in the output's, bias and residual. Numbers that are not finite count as 0: outputs that
 * do not see them must be as good as without them.
 */
export function winograd(tile: 2 | 4, { points = usualPoints[tile]!, where = isWinograd }: WinogradOptions = {}): StatedBound {
  const exact = winogradMatrices(points);
  const matrices = { A: magnitudes(exact.A), B: magnitudes(exact.B), G: magnitudes(exact.G) };
  const stated = (depth: (weight: Dense, options: Conv2dOptions) => number, size: (options: Conv2dOptions, ...args: Dense[]) => Dense): Bound =>
    ({ args, unit }) => {
      const [first, second, ...rest] = args as [Dense, Dense, ...unknown[]], options = (args[3] ?? {}) as Conv2dOptions;
      const operands = [first, second, ...(isDense(rest[0]) ? [rest[0]] : [])].map((operand) => finite(absolute(operand)));
      const sizes = size(options, ...operands), factor = gamma(depth(second, options) + 24, unit) * (unit < 2 ** -30 ? 2 : 1);
      return (_, element) => factor * sizes.data[element]! + smallestNormal[unit]!;
    };
  const inPerGroup = ({ shape }: Dense): number => shape[1]!;
  const outPerGroup = ({ shape }: Dense, { groups = 1 }: Conv2dOptions): number => shape[0]! / groups;
  return {
    name: `winograd(${tile})`,
    where,
    ops: {
      conv2d: stated(inPerGroup, (options, input, weight, bias) => oracleWinograd(input!, weight!, bias ?? null, options, matrices)),
      convolve2d: stated(inPerGroup, (options, input, weight, bias) => oracleWinograd(input!, oracleRot180(weight!), bias ?? null, options, matrices)),
      conv2dGradInput: stated(outPerGroup, (options, gradOutput, weight) => oracleWinogradGradInput(gradOutput!, weight!, options, matrices)),
    },
    growth: growthOf(matrices.A, matrices.B, matrices.G) ** 2,
  };
}

function isWinograd(g: Conv2dGeometry): boolean {
  return [g.strideHeight, g.strideWidth, g.dilationHeight, g.dilationWidth].every((step) => step === 1) && g.kernelHeight === 3 && g.kernelWidth === 3
    && Math.max(g.padTop, g.padLeft, g.padBottom, g.padRight) <= 2;
}

/** Of one axis, with weights and inputs of 1: the largest Σ|A|·|G|·|B| beside the 3 terms of the plain sum. */
function growthOf(A: Matrix, B: Matrix, G: Matrix): number {
  const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);
  return Math.max(...A.map((row) => total(row.map((factor, k) => factor * total(G[k]!) * total(B[k]!))))) / 3;
}

const magnitudes = (matrix: Matrix): Matrix => matrix.map((row) => row.map(Math.abs));
const finite = ({ shape, data }: Dense): Dense => ({ shape, data: Array.from(data, (value) => (Number.isFinite(value) ? value : 0)) });
const isDense = (value: unknown): value is Dense => typeof value === "object" && value !== null && "shape" in value;
