import { isFloat, type DType } from "../../backend/dtype.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkInteger } from "../checks.js";
import { cast } from "../elementwise/cast.js";
import { classIndices, classMask } from "./class-target.js";

/**
 * 1 at the index of the class, else 0, along a new last axis. PyTorch: `one_hot`, but with a float dtype.
 *
 * **Shapes**: indices (int32 or uint8) [N] → [N, classes].
 *
 * @param classes Default: the greatest index + 1, which needs a backend that reads synchronously.
 * @throws {ArgumentError} for an index that is no class.
 */
export function oneHot(indices: Tensor, classes?: number, options: { readonly dtype?: DType } = {}): Tensor {
  checkOptions("oneHot", options, ["dtype"]);
  const { dtype = "float32" } = options;
  if (dtype === "bool" || !(isFloat(dtype) || dtype === "int32" || dtype === "uint8")) throw new ArgumentError(`oneHot: dtype ${dtype} is no number dtype`);
  const count = classes === undefined ? greatest(indices) + 1 : checkInteger("oneHot", "classes", classes, 1);
  return cast(classMask("oneHot", classIndices("oneHot", indices, count, null), count, indices.rank), dtype);
}

function greatest(indices: Tensor): number {
  if (indices.size === 0) throw new ArgumentError("oneHot: no indices to count classes from, expected classes");
  return Array.from(indices.dataSync()).reduce((most, index) => Math.max(most, index), 0);
}
