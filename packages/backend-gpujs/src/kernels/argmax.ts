/**
 * argmax: output[kept, chunk] = position of the maximum of one chunk of the last axis: the first of equal ones, and the first NaN before any number.
 * pick: output[kept] = the best of the chunks' positions.
 */
import { memoized, type Program } from "../program.js";
import { chunkSource, passDims } from "./reduce.js";
import { indexDims, indexSource } from "../indexing.js";

/** `v` at position `k` replaces `best` at `y`. */
const better = "let wins = 0; if (v > best) { wins = 1; } if (v !== v) { if (best === best) { wins = 1; } } if (wins === 1) { best = v; y = k; }";

export function argmaxProgram(rank: number): Program {
  return memoized(`argmax ${rank}`, () => ({
    inputs: ["a"],
    dims: passDims(rank),
    body: () => `${chunkSource(rank)}
let y = first; let best = a[aAt + first * $step];
for (let j = 0; j < $chunkLength; j++) {
  const k = first + j;
  if (k < $length) { const v = a[aAt + k * $step]; ${better} }
}
return y;`,
  }));
}

/** `positions` are what argmaxProgram gave for the same layout. */
export function argmaxPickProgram(rank: number): Program {
  return memoized(`argmax pick ${rank}`, () => ({
    inputs: ["a", "positions"],
    dims: [...indexDims(rank, ["a"]), "chunks", "step"],
    body: () => `${indexSource(rank, ["a"])}
let y = positions[this.thread.x * $chunks]; let best = a[aAt + y * $step];
for (let j = 0; j < $chunks; j++) {
  const k = positions[this.thread.x * $chunks + j]; const v = a[aAt + k * $step];
  ${better}
}
return y;`,
  }));
}
