import { atBroadcast } from "./broadcast.js";
import { build, type Dense } from "./dense.js";

/** Repeats axes of size 1 and adds leading axes; −1 keeps a size. */
export function oracleExpand(x: Dense, shape: readonly number[]): Dense {
  const added = shape.length - x.shape.length;
  const resolved = shape.map((size, axis) => (size === -1 ? (x.shape[axis - added] ?? -1) : size));
  return build(resolved, (...index) => atBroadcast(x, index));
}
