import type { Conv2dGeometry } from "@convoke/core/backend";
import type { Conv2dOptions } from "../oracle/conv2d.js";
import type { Dense } from "../oracle/dense.js";
import { oracleRot180 } from "../oracle/flip.js";
import { absolute } from "../oracle/magnitude.js";
import { type Matrix, oracleWinograd, oracleWinogradGradInput, oracleWinogradGradWeight, transposed, winogradMatrices } from "../oracle/winograd.js";
import type { StatedBound, WinogradOptions } from "./stated-bound.js";
import { type Bound, gamma, smallestNormal } from "./tolerance.js";

const usualPoints: Readonly<Record<number, readonly number[]>> = { 2: [0, 1, -1], 4: [0, 1, -1, 2, -2] };

/**
 * The bound of Winograd's F(tile × tile, 3 × 3), tiles beginning at output [0, 0]:
 * γ(depth + 24) · (|A| [Σ_c (|G||w||G|ᵀ) ⊙ (|B||x||B|ᵀ)] |A|ᵀ + |bias|), and nowhere less than the ordinary bound.
 *
 * 24 roundings: 6 in the input's transform, 8 in the weight's, 8 in the output's, bias and residual. The weight's gradient is the transposed sum over the tiles:
 * γ(tiles + 24) · |G|ᵀ [Σ_tile (|A|ᵀ|gradOutput||A|) ⊙ (|B||input||B|ᵀ)] |G|, with 6 roundings in either transform and 12 on the way back.
 * Numbers that are not finite count as 0: outputs that do not see them must be as good as without them.
 */
export function winograd(tile: 2 | 4, { points = usualPoints[tile]!, where = isWinograd }: WinogradOptions = {}): StatedBound {
  const exact = winogradMatrices(points);
  const matrices = { A: magnitudes(exact.A), B: magnitudes(exact.B), G: magnitudes(exact.G) };
  const stated = (depth: (options: Conv2dOptions, first: Dense, second: Dense) => number, size: (options: Conv2dOptions, ...args: Dense[]) => Dense): Bound =>
    ({ args, unit }) => {
      const [first, second, ...rest] = args as [Dense, Dense, ...unknown[]], options = (args[3] ?? {}) as Conv2dOptions;
      const operands = [first, second, ...(isDense(rest[0]) ? [rest[0]] : [])].map((operand) => finite(absolute(operand)));
      const sizes = size(options, ...operands), factor = gamma(depth(options, first, second) + 24, unit) * (unit < 2 ** -30 ? 2 : 1);
      return (_, element) => factor * sizes.data[element]! + smallestNormal[unit]!;
    };
  const inPerGroup = (_: Conv2dOptions, __: Dense, { shape }: Dense): number => shape[1]!;
  const outPerGroup = ({ groups = 1 }: Conv2dOptions, _: Dense, { shape }: Dense): number => shape[0]! / groups;
  const tiles = (_: Conv2dOptions, { shape }: Dense): number => shape[0]! * Math.ceil(shape[2]! / tile) * Math.ceil(shape[3]! / tile);
  return {
    name: `winograd(${tile})`,
    where,
    ops: {
      conv2d: stated(inPerGroup, (options, input, weight, bias) => oracleWinograd(input!, weight!, bias ?? null, options, matrices)),
      convolve2d: stated(inPerGroup, (options, input, weight, bias) => oracleWinograd(input!, oracleRot180(weight!), bias ?? null, options, matrices)),
      conv2dGradInput: stated(outPerGroup, (options, gradOutput, weight) => oracleWinogradGradInput(gradOutput!, weight!, options, matrices)),
      conv2dGradWeight: stated(tiles, (options, gradOutput, input) => oracleWinogradGradWeight(gradOutput!, input!, options, matrices)),
    },
    growth: Math.max(growthOf(matrices.A, matrices.G, matrices.B), growthOf(transposed(matrices.G), transposed(matrices.A), matrices.B)) ** 2,
  };
}

function isWinograd(g: Conv2dGeometry): boolean {
  return [g.strideHeight, g.strideWidth, g.dilationHeight, g.dilationWidth].every((step) => step === 1) && g.kernelHeight === 3 && g.kernelWidth === 3
    && Math.max(g.padTop, g.padLeft, g.padBottom, g.padRight) <= 2;
}

/** Of one axis, with operands of 1: the largest sum of all magnitudes beside the terms of the plain sum. */
function growthOf(back: Matrix, first: Matrix, second: Matrix): number {
  const total = (row: readonly number[]): number => row.reduce((sum, value) => sum + value, 0);
  return Math.max(...back.map((row) => total(row.map((factor, k) => factor * total(first[k]!) * total(second[k]!))))) / first[0]!.length;
}

const magnitudes = (matrix: Matrix): Matrix => matrix.map((row) => row.map(Math.abs));
const finite = ({ shape, data }: Dense): Dense => ({ shape, data: Array.from(data, (value) => (Number.isFinite(value) ? value : 0)) });
const isDense = (value: unknown): value is Dense => typeof value === "object" && value !== null && "shape" in value;
