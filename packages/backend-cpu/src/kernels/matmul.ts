/**
 * matmul: output[b, m, n] = Σ_k left[b, m, k] · right[b, k, n], any strides.
 * linear: output[m, n] = activation(Σ_k input[m, k] · weight[n, k] + bias[n] + residual[m, n]).
 */
import type { Epilogue, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { activate, startWith } from "./epilogue.js";
import { gemm, type Operand } from "./gemm.js";
import { axisOffsets } from "./offsets.js";

export function matmul(left: View<CpuStorage>, right: View<CpuStorage>, output: CpuStorage): void {
  const [batch, rows] = left.layout.shape as [number, number];
  const columns = right.layout.shape[2]!;
  const a = operandOf(left, 1, 2);
  const b = operandOf(right, 2, 1);
  const to = { rows: axisOffsets(rows, columns), columns: axisOffsets(columns, 1) };
  output.data.fill(0);
  for (let n = 0; n < batch; n++) {
    gemm(
      { ...a, offset: left.layout.offset + n * left.layout.strides[0]! },
      { ...b, offset: right.layout.offset + n * right.layout.strides[0]! },
      { ...to, data: output.data, offset: n * rows * columns },
    );
  }
}

export function linear(input: View<CpuStorage>, weight: View<CpuStorage>, output: CpuStorage, epilogue: Epilogue<CpuStorage> = {}): void {
  const [rows, columns] = [input.layout.shape[0]!, weight.layout.shape[0]!];
  startWith(output, columns, 1, epilogue);
  gemm(operandOf(input, 0, 1), operandOf(weight, 0, 1), {
    data: output.data,
    offset: 0,
    rows: axisOffsets(rows, columns),
    columns: axisOffsets(columns, 1),
  });
  activate(output, epilogue.activation);
}

function operandOf({ storage, layout: { shape, strides, offset } }: View<CpuStorage>, outer: number, depth: number): Operand {
  return {
    data: storage.data,
    offset,
    outer: axisOffsets(shape[outer]!, strides[outer]!),
    depth: axisOffsets(shape[depth]!, strides[depth]!),
  };
}
