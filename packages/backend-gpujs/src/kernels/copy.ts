/**
 * fill: output[i] = value.
 * copy: output[i] = x[i] as another dtype, any layout → dense. Floats truncate, uint8 wraps, bool is x ≠ 0.
 */
import { isFloat, type DType } from "@convoke/core/backend";
import { indexDims, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

export const fillProgram: Program = { name: "fill", inputs: [], dims: [], numbers: ["value"], body: () => "return value;" };

export function copyProgram(from: DType, to: DType, rank: number): Program {
  const cast = castSource(from, to);
  return memoized(`copy ${rank} ${from === to ? "" : `${from} to ${to}`}`, () => ({
    inputs: ["a"],
    dims: indexDims(rank, ["a"]),
    body: () => `${indexSource(rank, ["a"])}\nlet y = a[aAt]; ${cast} return y;`,
  }));
}

function castSource(from: DType, to: DType): string {
  if (from === to || from === "bool" || isFloat(to)) return "";
  if (to === "bool") return "if (y !== 0) { y = 1; }";
  return `${isFloat(from) ? "y = truncate(y);" : ""} ${wrapSource(to)}`;
}

/** What brings `y` back into the range of an integer dtype. */
export function wrapSource(dtype: DType): string {
  return dtype === "uint8" ? "y = wrapByte(y);" : "";
}
