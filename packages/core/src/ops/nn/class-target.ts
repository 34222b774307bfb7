import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { fromData } from "../../tensor/make.js";
import type { Tensor } from "../../tensor/tensor.js";
import { eq } from "../elementwise/compare.js";
import { cast } from "../elementwise/cast.js";
import { unsqueeze } from "../shape/reshape.js";

/** The class indices as int32; throws for another dtype. */
export function classIndices(name: string, target: Tensor): Tensor {
  if (target.dtype !== "int32" && target.dtype !== "uint8") throw new DTypeError(`${name}: target is ${target.dtype}, expected int32 or uint8 class indices`);
  return cast(target, "int32");
}

/**
 * Whether class c is the target: bool with a class axis at `axis`.
 *
 * **Shapes**: target (int32) [N, d1, …] → [N, classes, d1, …] for axis 1.
 */
export function classMask(name: string, target: Tensor, classes: number, axis: number, ignoreIndex: number | null): Tensor {
  checkClasses(name, target, classes, ignoreIndex);
  const index = fromData(name, target.backend, Int32Array.from({ length: classes }, (_, c) => c), [classes, ...Array<number>(target.rank - axis).fill(1)], "int32");
  return eq(unsqueeze(target, axis), index);
}

/** Throws for an index that is no class, where the backend can tell at once. */
function checkClasses(name: string, target: Tensor, classes: number, ignoreIndex: number | null): void {
  if (!target.backend.capabilities.syncRead) return;
  const data = target.dataSync();
  const at = data.findIndex((index) => (index < 0 || index >= classes) && index !== ignoreIndex);
  if (at >= 0) {
    const ignored = ignoreIndex === null ? "" : ` or ignoreIndex ${ignoreIndex}`;
    throw new ArgumentError(`${name}: target ${data[at]} at ${at} is not a class, expected 0 … ${classes - 1}${ignored}`);
  }
}
