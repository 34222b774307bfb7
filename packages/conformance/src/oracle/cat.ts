import { at, build, type Dense } from "./dense.js";
import { resolveAxis } from "./reduce-axes.js";
import { oracleUnsqueeze } from "./reshape.js";

/** The tensors one after another along `axis`. */
export function oracleCat(tensors: readonly Dense[], axis = 0): Dense {
  const first = tensors[0];
  if (first === undefined) throw new RangeError("oracle: nothing to concatenate");
  const along = resolveAxis(axis, first.shape.length);
  const origin = tensors.flatMap((tensor) => Array.from({ length: tensor.shape[along] ?? 0 }, (_, i) => ({ tensor, i })));
  return build(first.shape.with(along, origin.length), (...index) => {
    const { tensor, i } = origin[index[along] ?? -1] ?? { tensor: first, i: -1 };
    return at(tensor, ...index.with(along, i));
  });
}

/** The tensors side by side along a new axis. */
export function oracleStack(tensors: readonly Dense[], axis = 0): Dense {
  return oracleCat(
    tensors.map((tensor) => oracleUnsqueeze(tensor, axis)),
    axis < 0 ? axis + (tensors[0]?.shape.length ?? 0) + 1 : axis,
  );
}

/** Pieces of one size, the last one shorter where it does not divide, or pieces of the given sizes. */
export function oracleSplit(x: Dense, sizeOrSizes: number | readonly number[], axis = 0): Dense[] {
  const along = resolveAxis(axis, x.shape.length);
  const total = x.shape[along] ?? 0;
  const sizes =
    typeof sizeOrSizes === "number"
      ? Array.from({ length: Math.max(1, Math.ceil(total / sizeOrSizes)) }, (_, k) =>
          Math.min(sizeOrSizes, total - k * sizeOrSizes),
        )
      : sizeOrSizes;
  return sizes.map((size, k) => {
    const start = sizes.slice(0, k).reduce((sum, before) => sum + before, 0);
    return build(x.shape.with(along, size), (...index) => at(x, ...index.map((i, a) => (a === along ? i + start : i))));
  });
}
