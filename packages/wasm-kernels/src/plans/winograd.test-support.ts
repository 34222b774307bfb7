/** How large the terms of a correlation and of its weight's gradient by Winograd get, tile by tile, from the points alone. */
import type { Conv2dGeometry } from "@convoke/core/backend";

type Matrix = readonly (readonly number[])[];

/** |A|, |B| and |G| of F(m, 3) for the m + 1 finite points, and infinity, after Toom and Cook. */
function matrices(points: readonly number[]): { A: Matrix; B: Matrix; G: Matrix } {
  const others = (at: number): number[] => points.filter((_, i) => i !== at);
  const coefficients = (roots: readonly number[]): number[] =>
    roots.reduce((all, root) => [0, ...all].map((lower, i) => lower - root * (all[i] ?? 0)), [1]);
  const norms = points.map((point, at) => others(at).reduce((product, other) => product * (point - other), 1));
  const cells = points.length - 1;
  const absolute = (matrix: Matrix): Matrix => matrix.map((row) => row.map(Math.abs));
  return {
    A: absolute(Array.from({ length: cells }, (_, i) => [...points.map((point) => point ** i), i === cells - 1 ? 1 : 0])),
    B: absolute([...points.map((_, at) => [...coefficients(others(at)), 0]), coefficients(points)]),
    G: absolute([...points.map((point, at) => [0, 1, 2].map((k) => point ** k / norms[at]!)), [0, 0, 1]]),
  };
}

/** L X Lᵀ for X = value(i, j). */
function both(left: Matrix, value: (i: number, j: number) => number): number[][] {
  const columns = left[0]!.length;
  const half = left.map((row) => Array.from({ length: columns }, (_, j) => row.reduce((sum, factor, i) => sum + factor * value(i, j), 0)));
  return half.map((row) => left.map((other) => other.reduce((sum, factor, j) => sum + factor * row[j]!, 0)));
}

export interface Correlation {
  readonly batch: number;
  readonly groups: number;
  readonly depth: number;
  readonly rows: number;
  readonly sourceHeight: number;
  readonly sourceWidth: number;
  readonly targetHeight: number;
  readonly targetWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly source: Float32Array;
  readonly weightAt: (group: number, row: number, channel: number, kh: number, kw: number) => number;
}

/** |Aᵀ|[Σ_c (|G||w||Gᵀ|) ⊙ (|Bᵀ||x||B|)]|A|. */
export function winogradMagnitude(c: Correlation, points: readonly number[]): Float64Array {
  const { A, B, G } = matrices(points), size = A.length;
  const result = new Float64Array(c.batch * c.groups * c.rows * c.targetHeight * c.targetWidth);
  const sourceAt = (n: number, channel: number, h: number, w: number): number =>
    h >= 0 && h < c.sourceHeight && w >= 0 && w < c.sourceWidth ? Math.abs(c.source[((n * c.groups * c.depth + channel) * c.sourceHeight + h) * c.sourceWidth + w]!) : 0;
  for (let g = 0; g < c.groups; g++) {
    const weights = Array.from({ length: c.rows }, (_, r) => Array.from({ length: c.depth }, (_, k) => both(G, (kh, kw) => Math.abs(c.weightAt(g, r, k, kh, kw)))));
    for (let n = 0; n < c.batch; n++) for (let top = 0; top < c.targetHeight; top += size) for (let left = 0; left < c.targetWidth; left += size) {
      const patches = Array.from({ length: c.depth }, (_, k) => both(B, (i, j) => sourceAt(n, g * c.depth + k, top - c.padTop + i, left - c.padLeft + j)));
      for (let r = 0; r < c.rows; r++) {
        const cells = both(A, (i, j) => patches.reduce((sum, patch, k) => sum + patch[i]![j]! * weights[r]![k]![i]![j]!, 0));
        for (let h = top; h < Math.min(top + size, c.targetHeight); h++) for (let w = left; w < Math.min(left + size, c.targetWidth); w++)
          result[((n * c.groups * c.rows + g * c.rows + r) * c.targetHeight + h) * c.targetWidth + w] = cells[h - top]![w - left]!;
      }
    }
  }
  return result;
}

const transposed = (matrix: Matrix): Matrix => matrix[0]!.map((_, j) => matrix.map((row) => row[j]!));

/** |Gᵀ|[Σ_tile (|A||gradOutput||Aᵀ|) ⊙ (|Bᵀ||input||B|)]|G| for each element of the weight. */
export function winogradGradMagnitude(g: Conv2dGeometry, gradOutput: Float32Array, input: Float32Array, points: readonly number[]): Float64Array {
  const { A, B, G } = matrices(points), inPerGroup = g.inChannels / g.groups, outPerGroup = g.outChannels / g.groups;
  const at = (values: Float32Array, plane: number, height: number, width: number, h: number, w: number): number =>
    h >= 0 && h < height && w >= 0 && w < width ? Math.abs(values[(plane * height + h) * width + w]!) : 0;
  const sums = Array.from({ length: g.outChannels * inPerGroup }, () => B.map(() => new Float64Array(B.length)));
  for (let n = 0; n < g.batch; n++) for (let top = 0; top < g.outHeight; top += 4) for (let left = 0; left < g.outWidth; left += 4) {
    const inputs = Array.from({ length: g.inChannels }, (_, c) => both(B, (i, j) => at(input, n * g.inChannels + c, g.inHeight, g.inWidth, top - g.padTop + i, left - g.padLeft + j)));
    for (let o = 0; o < g.outChannels; o++) {
      const grad = both(transposed(A), (i, j) => at(gradOutput, n * g.outChannels + o, g.outHeight, g.outWidth, top + i, left + j));
      for (let c = 0; c < inPerGroup; c++) {
        const from = inputs[Math.floor(o / outPerGroup) * inPerGroup + c]!;
        sums[o * inPerGroup + c]!.forEach((row, i) => row.forEach((_, j) => (row[j]! += grad[i]![j]! * from[i]![j]!)));
      }
    }
  }
  return Float64Array.from(sums.flatMap((sum) => both(transposed(G), (i, j) => sum[i]![j]!).flat()));
}
