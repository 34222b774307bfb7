/** gradInput[i] = output[i] ≤ 0 ? 0 : gradOutput[i] for layouts of one shape. */
import { indexDims, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

const names = ["gradOutput", "output"];

export function reluGradProgram(rank: number): Program {
  return memoized(`reluGrad ${rank}`, () => ({
    inputs: names,
    dims: indexDims(rank, names),
    body: () => `${indexSource(rank, names)}\nlet y = gradOutput[gradOutputAt]; if (output[outputAt] <= 0) { y = 0; } return y;`,
  }));
}
