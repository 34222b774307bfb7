/** output[b, m, n] = activation(Σ_k x[b, m, k] · w[b, k, n] + bias[n] + residual[b, m, n]), any strides. */
import type { Layout } from "@convoke/core/backend";
import { memoized, type Program } from "../program.js";
import type { EpilogueParts } from "./epilogue.js";

export function matmulProgram({ tag, inputs, source }: EpilogueParts, wrap: string): Program {
  return memoized(`matmul ${tag}${wrap && " uint8"}`, () => ({
    inputs: ["x", "w", ...inputs],
    dims: ["rows", "columns", "depth", "xBatch", "xRow", "xDepth", "xOffset", "wBatch", "wDepth", "wColumn", "wOffset"],
    body: () => `
const line = idiv(this.thread.x, $columns); const n = this.thread.x - line * $columns;
const b = idiv(line, $rows); const m = line - b * $rows;
const xAt = $xOffset + b * $xBatch + m * $xRow; const wAt = $wOffset + b * $wBatch + n * $wColumn;
let y = 0;
for (let k = 0; k < $depth; k++) { y = y + x[xAt + k * $xDepth] * w[wAt + k * $wDepth]; }
${source("n")} ${wrap} return y;`,
  }));
}

/** Its dims for x [B, M, K] and w [B, K, N]. */
export function matmulDims(x: Layout, w: Layout): number[] {
  return [x.shape[1]!, w.shape[2]!, x.shape[2]!, ...x.strides, x.offset, ...w.strides, w.offset];
}
