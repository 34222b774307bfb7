/**
 * The one matrix product of this backend: output[m, n] += Σ_k left[m, k] · right[n, k].
 *
 * Operands are gathered: element (i, k) is `data[offset + outer[i] + depth[k]]`. That covers any strides, and the patches of a convolution
 * without ever writing them out (im2col is `outer` = pixels, `depth` = kernel positions). The output is scattered through its tables the same
 * way; cells that appear twice add up (col2im).
 *
 * Blocks of both operands are packed into panels, [panel][k][2] and [panel][k][4], and multiplied in 2 × 4 tiles held in local variables.
 * Sums run in float64 whatever the dtype and are rounded once, when they are added to the output.
 */
import type { TypedArray } from "@convoke/core/backend";
import { gemmInt32, outerProduct, vectorTimesMatrix } from "./gemm-thin.js";

export interface Operand {
  readonly data: TypedArray;
  readonly offset: number;
  readonly outer: Int32Array;
  readonly depth: Int32Array;
}

export interface Output {
  readonly data: TypedArray;
  readonly offset: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Block sizes: two packed blocks and a tile are 640 KB, so they stay in L2; one panel is 8 KB at most and stays in L1. */
const blockRows = 128;
const blockColumns = 128;
const blockDepth = 256;

/** Panels are plain arrays of doubles: V8 needs fewer instructions to read them than a Float64Array, and these reads are the inner loop. */
interface Scratch {
  readonly left: number[];
  readonly right: number[];
  readonly tile: Float64Array;
}
let scratch: Scratch | undefined;

const doubles = (length: number): number[] => new Array<number>(length).fill(0.5);

export function gemm(left: Operand, right: Operand, output: Output): void {
  const depth = left.depth.length;
  if (output.data instanceof Int32Array) return gemmInt32(left, right, output);
  if (depth === 1) return outerProduct(left, right, output);
  if (left.outer.length === 1) return vectorTimesMatrix(left, right, output);
  if (right.outer.length === 1) {
    return vectorTimesMatrix(right, left, { ...output, rows: output.columns, columns: output.rows });
  }
  scratch ??= {
    left: doubles(blockRows * blockDepth),
    right: doubles(blockColumns * blockDepth),
    tile: new Float64Array(blockRows * blockColumns),
  };
  const { tile } = scratch;
  const rowStep = evenStep(left.outer.length, blockRows);
  const columnStep = evenStep(right.outer.length, blockColumns);
  for (let column = 0; column < right.outer.length; column += columnStep) {
    const columnEnd = Math.min(column + columnStep, right.outer.length);
    for (let row = 0; row < left.outer.length; row += rowStep) {
      const rowEnd = Math.min(row + rowStep, left.outer.length);
      tile.fill(0, 0, (rowEnd - row) * blockColumns);
      for (let k = 0; k < depth; k += blockDepth) {
        const kEnd = Math.min(k + blockDepth, depth);
        packPairs(left, row, rowEnd, k, kEnd, scratch.left);
        packQuads(right, column, columnEnd, k, kEnd, scratch.right);
        multiply(scratch.left, scratch.right, tile, Math.ceil((rowEnd - row) / 2), Math.ceil((columnEnd - column) / 4), kEnd - k);
      }
      scatter(tile, output, row, rowEnd, column, columnEnd);
    }
  }
}

/** Block length, a multiple of 4 and at most `limit`, that splits `length` into equal blocks. */
function evenStep(length: number, limit: number): number {
  const blocks = Math.ceil(length / limit);
  return 4 * Math.ceil(length / blocks / 4);
}

/** Rows `begin` … `end` − 1 over depth `kBegin` … `kEnd` − 1 → [panel][k][2]; a short last panel repeats its last row. */
function packPairs({ data, offset, outer, depth }: Operand, begin: number, end: number, kBegin: number, kEnd: number, panels: number[]): void {
  let at = 0;
  for (let i = begin; i < end; i += 2) {
    const row0 = offset + outer[i];
    const row1 = offset + outer[Math.min(i + 1, end - 1)];
    for (let k = kBegin; k < kEnd; k++, at = (at + 2) | 0) {
      const step = depth[k];
      panels[at] = data[(row0 + step) | 0];
      panels[(at + 1) | 0] = data[(row1 + step) | 0];
    }
  }
}

/** The same four rows at a time, → [panel][k][4]. */
function packQuads({ data, offset, outer, depth }: Operand, begin: number, end: number, kBegin: number, kEnd: number, panels: number[]): void {
  let at = 0;
  for (let i = begin; i < end; i += 4) {
    const row0 = offset + outer[i];
    const row1 = offset + outer[Math.min(i + 1, end - 1)];
    const row2 = offset + outer[Math.min(i + 2, end - 1)];
    const row3 = offset + outer[Math.min(i + 3, end - 1)];
    for (let k = kBegin; k < kEnd; k++, at = (at + 4) | 0) {
      const step = depth[k];
      panels[at] = data[(row0 + step) | 0];
      panels[(at + 1) | 0] = data[(row1 + step) | 0];
      panels[(at + 2) | 0] = data[(row2 + step) | 0];
      panels[(at + 3) | 0] = data[(row3 + step) | 0];
    }
  }
}

/**
 * tile[m, n] += Σ_k left[m, k] · right[n, k] over packed panels; tile rows are `blockColumns` apart.
 *
 * Two rows by four columns are what fits into 16 registers. `| 0` on an index saves V8 a check for overflow.
 */
function multiply(left: number[], right: number[], tile: Float64Array, rowPanels: number, columnPanels: number, depth: number): void {
  for (let j = 0; j < columnPanels; j++) {
    for (let i = 0; i < rowPanels; i++) {
      let a = (i * depth * 2) | 0;
      let b = (j * depth * 4) | 0;
      let c00 = 0, c01 = 0, c02 = 0, c03 = 0;
      let c10 = 0, c11 = 0, c12 = 0, c13 = 0;
      for (const end = (a + depth * 2) | 0; a < end; a = (a + 2) | 0, b = (b + 4) | 0) {
        const b0 = right[b], b1 = right[(b + 1) | 0], b2 = right[(b + 2) | 0], b3 = right[(b + 3) | 0];
        const a0 = left[a];
        c00 += a0 * b0; c01 += a0 * b1; c02 += a0 * b2; c03 += a0 * b3;
        const a1 = left[(a + 1) | 0];
        c10 += a1 * b0; c11 += a1 * b1; c12 += a1 * b2; c13 += a1 * b3;
      }
      const upper = (i * 2 * blockColumns + j * 4) | 0;
      tile[upper] += c00; tile[(upper + 1) | 0] += c01; tile[(upper + 2) | 0] += c02; tile[(upper + 3) | 0] += c03;
      const lower = (upper + blockColumns) | 0;
      tile[lower] += c10; tile[(lower + 1) | 0] += c11; tile[(lower + 2) | 0] += c12; tile[(lower + 3) | 0] += c13;
    }
  }
}

/** output += tile, four rows a turn, because a turn costs as much as an addition; a short last turn repeats its last row and adds 0. */
function scatter(tile: Float64Array, { data, offset, rows, columns }: Output, row: number, rowEnd: number, column: number, columnEnd: number): void {
  tile.fill(0, (rowEnd - row) * blockColumns, (rowEnd - row + 3) * blockColumns);
  for (let i = row; i < rowEnd; i += 4) {
    const row0 = offset + rows[i];
    const row1 = offset + rows[Math.min(i + 1, rowEnd - 1)];
    const row2 = offset + rows[Math.min(i + 2, rowEnd - 1)];
    const row3 = offset + rows[Math.min(i + 3, rowEnd - 1)];
    let at = ((i - row) * blockColumns) | 0;
    for (let j = column; j < columnEnd; j++, at = (at + 1) | 0) {
      const step = columns[j];
      data[(row0 + step) | 0] += tile[at];
      data[(row1 + step) | 0] += tile[(at + blockColumns) | 0];
      data[(row2 + step) | 0] += tile[(at + 2 * blockColumns) | 0];
      data[(row3 + step) | 0] += tile[(at + 3 * blockColumns) | 0];
    }
  }
}
