/** output[i] = op(a[i], b[i]) for layouts of one shape; b may be a number. Results of uint8 wrap. */
import type { BinaryOp } from "@convoke/core/backend";
import { indexDims, indexSource } from "../indexing.js";
import { memoized, type Program } from "../program.js";

/** Statements that set `y`, which starts as 0, from `p` and `q`. */
const bodies: Readonly<Record<BinaryOp, string>> = {
  add: "y = p + q;",
  sub: "y = p - q;",
  mul: "y = p * q;",
  div: "y = p / q;",
  pow: "y = power(p, q);",
  max: "y = p; if (q > p) { y = q; } if (q !== q) { y = q; }",
  min: "y = p; if (q < p) { y = q; } if (q !== q) { y = q; }",
  eq: "if (p === q) { y = 1; }",
  ne: "if (p !== q) { y = 1; }",
  lt: "if (p < q) { y = 1; }",
  le: "if (p <= q) { y = 1; }",
  and: "y = p * q;",
  or: "y = p + q - p * q;",
  xor: "if (p !== q) { y = 1; }",
};

export function binaryProgram(op: BinaryOp, rank: number, wrap: string): Program {
  return memoized(`${op} ${rank}${wrap && " uint8"}`, () => ({
    inputs: ["a", "b"],
    dims: indexDims(rank, ["a", "b"]),
    body: () => `${indexSource(rank, ["a", "b"])}\nconst p = a[aAt]; const q = b[bAt]; let y = 0; ${bodies[op]} ${wrap} return y;`,
  }));
}

export function binaryNumberProgram(op: BinaryOp, rank: number, wrap: string): Program {
  return memoized(`${op} number ${rank}${wrap && " uint8"}`, () => ({
    inputs: ["a"],
    dims: indexDims(rank, ["a"]),
    numbers: ["q"],
    body: () => `${indexSource(rank, ["a"])}\nconst p = a[aAt]; let y = 0; ${bodies[op]} ${wrap} return y;`,
  }));
}
