/**
 * The products that tiles do not serve: one row, depth 1, and int32, where sums wrap at 2³² and float64 would not.
 *
 * Operands and output as in gemm.ts. A depthwise convolution is one row (forward, gradWeight) or depth 1 (gradInput) per group.
 */
import type { TypedArray } from "@convoke/core/backend";
import type { Operand, Output } from "./gemm.js";

/** output[0, n] += Σ_k left[0, k] · right[n, k], four columns at a time, nothing packed but the row. */
export function vectorTimesMatrix(left: Operand, right: Operand, output: Output): void {
  const { data, offset, outer, depth } = right;
  const row = gather(left.data, left.offset + left.outer[0], left.depth);
  const start = output.offset + output.rows[0];
  const last = outer.length - 1;
  for (let j = 0; j <= last; j += 4) {
    const column0 = offset + outer[j];
    const column1 = offset + outer[Math.min(j + 1, last)];
    const column2 = offset + outer[Math.min(j + 2, last)];
    const column3 = offset + outer[Math.min(j + 3, last)];
    let sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
    for (let k = 0; k < row.length; k++) {
      const step = depth[k];
      const a = row[k];
      sum0 += a * data[(column0 + step) | 0];
      sum1 += a * data[(column1 + step) | 0];
      sum2 += a * data[(column2 + step) | 0];
      sum3 += a * data[(column3 + step) | 0];
    }
    output.data[start + output.columns[j]] += sum0;
    if (j + 1 <= last) output.data[start + output.columns[j + 1]] += sum1;
    if (j + 2 <= last) output.data[start + output.columns[j + 2]] += sum2;
    if (j + 3 <= last) output.data[start + output.columns[j + 3]] += sum3;
  }
}

/** output[m, n] += left[m, 0] · right[n, 0] */
export function outerProduct(left: Operand, right: Operand, output: Output): void {
  const { data, rows, columns } = output;
  const column = gather(right.data, right.offset + right.depth[0], right.outer);
  for (let i = 0; i < rows.length; i++) {
    const a = left.data[left.offset + left.outer[i] + left.depth[0]];
    const start = output.offset + rows[i];
    for (let j = 0; j < columns.length; j++) data[start + columns[j]] += a * column[j];
  }
}

/** output[m, n] += Σ_k left[m, k] · right[n, k] modulo 2³². */
export function gemmInt32(left: Operand, right: Operand, output: Output): void {
  for (let i = 0; i < left.outer.length; i++) {
    const row = left.offset + left.outer[i];
    for (let j = 0; j < right.outer.length; j++) {
      const column = right.offset + right.outer[j];
      let sum = 0;
      for (let k = 0; k < left.depth.length; k++) {
        sum = (sum + Math.imul(left.data[row + left.depth[k]], right.data[column + right.depth[k]])) | 0;
      }
      output.data[output.offset + output.rows[i] + output.columns[j]] += sum;
    }
  }
}

function gather(data: TypedArray, start: number, steps: Int32Array): Float64Array {
  const values = new Float64Array(steps.length);
  for (let k = 0; k < steps.length; k++) values[k] = data[start + steps[k]];
  return values;
}
