import type { Conv2dOptions } from "./conv2d.js";
import { at, build, type Dense } from "./dense.js";
import { oraclePad } from "./pad.js";
import { addBatch, dropBatch, sidesOf, sizes4 } from "./window.js";

export type Matrix = readonly (readonly number[])[];

/** F(m, 3): m outputs of a correlation with 3 taps are y = A [(G w) ⊙ (B x)], with A [m, m + 2], B [m + 2, m + 2] and G [m + 2, 3]. */
export interface WinogradMatrices {
  readonly A: Matrix;
  readonly B: Matrix;
  readonly G: Matrix;
}

/**
 * Toom and Cook's matrices for m + 1 finite points and infinity: row k of B holds the coefficients of Π_{i ≠ k} (x − point i), column k of A and row k of G
 * the powers of point k, those of G divided by Π_{i ≠ k} (point k − point i).
 *
 * Another scaling of the rows gives the same |A|, |B| and |G| in every product of the three.
 */
export function winogradMatrices(points: readonly number[]): WinogradMatrices {
  const tile = points.length - 1;
  const others = points.map((_, k) => points.filter((__, i) => i !== k));
  const polynomial = (roots: readonly number[]): number[] =>
    roots.reduce((coefficients, root) => [0, ...coefficients].map((lower, i) => lower - root * (coefficients[i] ?? 0)), [1]);
  const powers = (point: number, count: number): number[] => Array.from({ length: count }, (_, i) => point ** i);
  return {
    A: Array.from({ length: tile }, (_, i) => [...points.map((point) => point ** i), Number(i === tile - 1)]),
    B: [...others.map((roots) => [...polynomial(roots), 0]), polynomial(points)],
    G: [...points.map((point, k) => powers(point, 3).map((power) => power / others[k]!.reduce((product, other) => product * (point - other), 1))), [0, 0, 1]],
  };
}

export const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));
const exactly = (value: number): number => value;

/** left · X · leftᵀ for X[i, j] = value(i, j). */
function bothSides(left: Matrix, value: (i: number, j: number) => number, round: (value: number) => number): number[][] {
  const dot = (factors: readonly number[], of: (i: number) => number): number =>
    factors.reduce((sum, factor, i) => (factor === 0 ? sum : round(sum + round(factor * of(i)))), 0);
  const half = left.map((row) => left[0]!.map((_, j) => dot(row, (i) => value(i, j))));
  return half.map((row) => left.map((factors) => dot(factors, (j) => row[j]!)));
}

/** conv2d for 3×3 kernels at stride and dilation 1 by Winograd's transforms, tiles beginning at output [0, 0]. `round` is applied to the result of every operation. */
export function oracleWinograd(
  input: Dense,
  weight: Dense,
  bias: Dense | null,
  { padding = 0, groups = 1, paddingMode = "zeros" }: Conv2dOptions,
  { A, B, G }: WinogradMatrices,
  round: (value: number) => number = exactly,
): Dense {
  if (input.shape.length === 3) return dropBatch(oracleWinograd(addBatch(input), weight, bias, { padding, groups, paddingMode }, { A, B, G }, round));
  const [outChannels, depth] = sizes4(weight.shape), tile = A.length;
  const { top, bottom, left, right } = sidesOf(padding, [3, 3], 1);
  const padded = oraclePad(input, [left, right, top, bottom], { mode: paddingMode === "zeros" ? "constant" : paddingMode });
  const [batch, channels, height, width] = sizes4(padded.shape);
  const inside = (n: number, c: number, h: number, w: number): number => (h < height && w < width ? at(padded, n, c, h, w) : 0);
  const [tileRows, tileColumns] = [Math.ceil((height - 2) / tile), Math.ceil((width - 2) / tile)];
  const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const inputs = list(batch, (n) => list(channels, (c) => list(tileRows, (row) => list(tileColumns, (column) => bothSides(B, (i, j) => inside(n, c, row * tile + i, column * tile + j), round)))));
  const weights = list(outChannels, (o) => list(depth, (c) => bothSides(G, (i, j) => at(weight, o, c, i, j), round)));
  const outputs = list(batch, (n) => list(outChannels, (o) => list(tileRows, (row) => list(tileColumns, (column) => {
    const first = Math.floor(o / (outChannels / groups)) * depth;
    return bothSides(A, (i, j) => weights[o]!.reduce((sum, taps, c) => round(sum + round(taps[i]![j]! * inputs[n]![first + c]![row]![column]![i]![j]!)), 0), round);
  }))));
  return build([batch, outChannels, height - 2, width - 2], (n, o, h, w) =>
    round(outputs[n]![o]![Math.floor(h / tile)]![Math.floor(w / tile)]![h % tile]![w % tile]! + (bias === null ? 0 : at(bias, o))));
}

/** conv2dGradInput likewise: gradOutput correlated with the turned weight, its channels swapped in each group, padded by 2 − padding. */
export function oracleWinogradGradInput(
  gradOutput: Dense,
  weight: Dense,
  { padding = 0, groups = 1 }: Conv2dOptions,
  matrices: WinogradMatrices,
  round?: (value: number) => number,
): Dense {
  const [outChannels, inPerGroup] = sizes4(weight.shape), outPerGroup = outChannels / groups;
  const { top, bottom, left, right } = sidesOf(padding, [3, 3], 1);
  const turned = build([inPerGroup * groups, outPerGroup, 3, 3], (i, o, kh, kw) => at(weight, Math.floor(i / inPerGroup) * outPerGroup + o, i % inPerGroup, 2 - kh, 2 - kw));
  return oracleWinograd(gradOutput, turned, null, { padding: [2 - top, 2 - bottom, 2 - left, 2 - right], groups }, matrices, round);
}

/**
 * conv2dGradWeight likewise, the transposed transforms: Gᵀ [Σ over tiles (Aᵀ gradOutput A) ⊙ (B input Bᵀ)] G, what lies outside of gradOutput being 0.
 */
export function oracleWinogradGradWeight(
  gradOutput: Dense,
  input: Dense,
  { padding = 0, groups = 1 }: Conv2dOptions,
  { A, B, G }: WinogradMatrices,
  round: (value: number) => number = exactly,
): Dense {
  const [batch, outChannels, outHeight, outWidth] = sizes4(gradOutput.shape), [, inChannels, inHeight, inWidth] = sizes4(input.shape);
  const { top, left } = sidesOf(padding, [3, 3], 1), tile = A.length, inPerGroup = inChannels / groups, outPerGroup = outChannels / groups;
  const inside = (x: Dense, height: number, width: number) => (n: number, c: number, h: number, w: number): number => (h >= 0 && h < height && w >= 0 && w < width ? at(x, n, c, h, w) : 0);
  const gradAt = inside(gradOutput, outHeight, outWidth), inputAt = inside(input, inHeight, inWidth);
  const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const tiles = list(batch, (n) => list(Math.ceil(outHeight / tile), (row) => list(Math.ceil(outWidth / tile), (column) => [n, row * tile, column * tile] as const))).flat(2);
  const transform = <T>(channels: number, one: (c: number, n: number, h: number, w: number) => T): T[][] => list(channels, (c) => tiles.map(([n, h, w]) => one(c, n, h, w)));
  const grads = transform(outChannels, (c, n, h, w) => bothSides(transposed(A), (i, j) => gradAt(n, c, h + i, w + j), round));
  const inputs = transform(inChannels, (c, n, h, w) => bothSides(B, (i, j) => inputAt(n, c, h + i - top, w + j - left), round));
  const weights = list(outChannels, (o) => list(inPerGroup, (c) => {
    const seen = inputs[Math.floor(o / outPerGroup) * inPerGroup + c]!;
    return bothSides(transposed(G), (i, j) => grads[o]!.reduce((sum, grad, t) => round(sum + round(grad[i]![j]! * seen[t]![i]![j]!)), 0), round);
  }));
  return build([outChannels, inPerGroup, 3, 3], (o, c, kh, kw) => weights[o]![c]![kh]![kw]!);
}
