import { columnBlock, depthBlock, packLeft, packedBytes, rowBlock } from "./gemm.js";
import { epilogueFields, type EpiloguePointers, type Step } from "./step.js";

/** [batch, rows, columns] of a matrix operand at byte `pointer`; strides count elements. */
export interface Matrices {
  readonly pointer: number;
  readonly strides: readonly [batch: number, row: number, column: number];
}

export interface MatmulSizes {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
}

/** Rows up to which packing the right operand takes longer than multiplying. */
const fewRows = 4;

/** Bytes at `workspace` that a product needs while it runs: the packed left operand. */
export function matmulWorkspace(left: Matrices, { batch, rows, depth }: MatmulSizes): number {
  return packedBytes(packedBatch(left, batch), rows, depth);
}

/**
 * output[b, m, n] = activation(Σ_k left[b, m, k] · right[b, k, n] + bias[n] + residual[b, m, n]); output and residual are dense.
 *
 * x · Wᵀ is a product with the right operand's strides swapped; a left batch stride of 0 packs one matrix for all.
 */
export function matmul(left: Matrices, right: Matrices, output: number, workspace: number, sizes: MatmulSizes, epilogue: EpiloguePointers = {}): Step[] {
  const { batch, rows, columns, depth } = sizes;
  const [batchStride, rowStride, depthStride] = left.strides;
  const { bias, residual, activation } = epilogueFields(epilogue);
  const blockFrom = (pointer: number, leftBatchStride: number): number[] =>
    [pointer | 0, right.pointer | 0, output | 0, bias | 0, residual | 0, activation, rows, columns, depth, leftBatchStride, ...right.strides];
  if (rows <= fewRows && depthStride === 1 && right.strides[1] === 1) {
    const block = [...blockFrom(left.pointer, batchStride), rowStride | 0];
    return [{ kernel: "matmulDots", block, units: batch * Math.ceil(columns / columnBlock), scratchBytes: 16 }];
  }
  const block = blockFrom(workspace, packedBatch(left, batch) === 1 ? 0 : rows * depth);
  return [
    packLeft(packedBatch(left, batch), {
      source: left.pointer, packed: workspace, rows, batchStride, rowStride,
      depth0: 1, depth1: 1, depth2: depth, depthStride0: 0, depthStride1: 0, depthStride2: depthStride,
    }),
    { kernel: "matmul", block, units: batch * Math.ceil(columns / columnBlock) * Math.ceil(rows / rowBlock), scratchBytes: 208 + 64 * depthBlock(depth) },
  ];
}

const packedBatch = ({ strides }: Matrices, batch: number): number => (strides[0] === 0 ? Math.min(batch, 1) : batch);
