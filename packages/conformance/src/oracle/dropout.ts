import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

/** x/(1 − p) where `keep` is 1, else 0; x itself outside training. `keep` stands for the random draw. */
export function oracleDropout(x: Dense, keep: Dense, { p = 0.5, training = true }: { p?: number; training?: boolean } = {}): Dense {
  return elementwise((x, keep) => (!training ? x : keep === 0 ? 0 : x / (1 - p)), x, keep);
}
