/**
 * output[kept, chunk] = sum | prod | max | min over one chunk of one axis; NaN wins in max and min.
 *
 * A thread reduces one chunk, one axis at a time: a long axis goes in about √length chunks, so that neither a sum of a million nor its rounding
 * errors run through one thread.
 */
import { collapse, dense, sizeOf, type Layout, type ReduceOp } from "@convoke/core/backend";
import { indexDims, indexingOf, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

export type FoldOp = Exclude<ReduceOp, "argmax">;

const bodies: Readonly<Record<FoldOp, { readonly start: string; readonly step: string }>> = {
  sum: { start: "0", step: "y = y + v;" },
  prod: { start: "1", step: "y = y * v;" },
  max: { start: "a[aAt + first * $step]", step: "if (v > y) { y = v; } if (v !== v) { y = v; }" },
  min: { start: "a[aAt + first * $step]", step: "if (v < y) { y = v; } if (v !== v) { y = v; }" },
};

/** A pass over the last axis of a layout. */
export interface Pass {
  readonly rank: number;
  readonly dims: readonly number[];
  /** Elements of the result. */
  readonly size: number;
  /** The result's layout: that of the kept axes, with one more where the axis went in chunks. */
  readonly output: Layout;
  readonly chunks: number;
}

export function passOver(x: Layout): Pass {
  const last = x.shape.length - 1;
  const length = x.shape[last]!;
  const kept = { shape: x.shape.slice(0, last), strides: x.strides.slice(0, last), offset: x.offset };
  const count = sizeOf(kept.shape);
  const chunkLength = length <= 256 || count > 2 ** 14 ? length : Math.ceil(Math.sqrt(length));
  const chunks = Math.ceil(length / chunkLength);
  const { rank, dims } = indexingOf([kept]);
  return { rank, dims: [...dims, chunks, chunkLength, length, x.strides[last]!], size: count * chunks, output: dense(chunks > 1 ? [...kept.shape, chunks] : kept.shape), chunks };
}

export const passDims = (rank: number): string[] => [...indexDims(rank, ["a"]), "chunks", "chunkLength", "length", "step"];

export const chunkSource = (rank: number): string => `
const row = idiv(this.thread.x, $chunks); const first = (this.thread.x - row * $chunks) * $chunkLength;
${indexSource(rank, ["a"], "row")}`;

export function reduceProgram(op: FoldOp, rank: number, wrap: string): Program {
  return memoized(`reduce ${op} ${rank}${wrap && " uint8"}`, () => ({
    inputs: ["a"],
    dims: passDims(rank),
    body: () => `${chunkSource(rank)}
let y = ${bodies[op].start};
for (let k = 0; k < $chunkLength; k++) {
  if (first + k < $length) { const v = a[aAt + (first + k) * $step]; ${bodies[op].step} }
}
${wrap} return y;`,
  }));
}

/** Kept axes first, then the reduced ones, each collapsed. */
export function keptThenReduced({ shape, strides, offset }: Layout, axes: readonly number[]): { readonly layout: Layout; readonly reducedRank: number } {
  const pick = (wanted: boolean, from: number): Layout => {
    const chosen = [...shape.keys()].filter((axis) => axes.includes(axis) === wanted);
    return collapse([{ shape: chosen.map((axis) => shape[axis]!), strides: chosen.map((axis) => strides[axis]!), offset: from }])[0]!;
  };
  const [kept, reduced] = [pick(false, offset), pick(true, 0)];
  return { layout: { shape: [...kept.shape, ...reduced.shape], strides: [...kept.strides, ...reduced.strides], offset }, reducedRank: reduced.shape.length };
}
