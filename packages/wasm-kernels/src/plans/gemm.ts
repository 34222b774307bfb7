import { blockOf, type Step } from "./step.js";

/** Bytes of a packed left operand. */
export function packedBytes(batch: number, rows: number, depth: number): number {
  return 4 * batch * rows * depth;
}

/** The depth of a packed panel: assembly/gemm/depth-block.ts. */
export function depthBlock(depth: number): number {
  return depth === 0 ? 0 : Math.ceil(depth / Math.ceil(depth / 512));
}

/** Rows of the output in one unit of work: assembly/gemm/tile-height.ts. */
export const rowBlock = 48;

/** Columns of the output in one unit of work: assembly/gemm/depth-block.ts. */
export const columnBlock = 16;

export const packLeftFields = [
  "source", "packed", "rows", "batchStride", "rowStride", "depth0", "depth1", "depth2", "depthStride0", "depthStride1", "depthStride2", "tile",
] as const;

/** Packs `batch` matrices [rows, depth0 · depth1 · depth2] in tiles of `tile` rows (0: as tall as the inner loop likes them); strides count elements. */
export function packLeft(batch: number, values: Readonly<Record<Exclude<(typeof packLeftFields)[number], "tile">, number>>, tile = 0): Step {
  const depth = values.depth0 * values.depth1 * values.depth2;
  // The last axis is packed in one go: axes that can be one with it are.
  let { depth0, depth1, depth2, depthStride0, depthStride1, depthStride2 } = values;
  for (let i = 0; i < 2; i++) {
    if (depth2 !== 1 && depth1 !== 1 && depthStride1 !== depth2 * depthStride2) break;
    if (depth2 === 1) depthStride2 = depthStride1;
    [depth0, depth1, depth2] = [1, depth0, depth1 * depth2];
    [depthStride0, depthStride1] = [0, depthStride0];
  }
  return { kernel: "packLeft", block: blockOf(packLeftFields, { ...values, tile, depth0, depth1, depth2, depthStride0, depthStride1, depthStride2 }), units: depth === 0 ? 0 : batch * Math.ceil(values.rows / rowBlock), scratchBytes: 0 };
}
