/** output[i] = condition[i] ≠ 0 ? a[i] : b[i] for layouts of one shape. */
import { indexDims, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

const names = ["c", "a", "b"];

export function whereProgram(rank: number): Program {
  return memoized(`where ${rank}`, () => ({
    inputs: names,
    dims: indexDims(rank, names),
    body: () => `${indexSource(rank, names)}\nlet y = b[bAt]; if (c[cAt] !== 0) { y = a[aAt]; } return y;`,
  }));
}
