import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { rangeWithout } from "../../tensor/integer-range.js";
import { fromData } from "../../tensor/make.js";
import { wholeStorage } from "../../tensor/read.js";
import type { Tensor } from "../../tensor/tensor.js";
import { eq } from "../elementwise/compare.js";
import { cast } from "../elementwise/cast.js";
import { unsqueeze } from "../shape/reshape.js";

/** The class indices as int32; throws for another dtype, and for an index that is no class where that is known. */
export function classIndices(name: string, target: Tensor, classes: number, ignoreIndex: number | null): Tensor {
  if (target.dtype !== "int32" && target.dtype !== "uint8") throw new DTypeError(`${name}: target is ${target.dtype}, expected int32 or uint8 class indices`);
  checkClasses(name, target, classes, ignoreIndex);
  return cast(target, "int32");
}

/**
 * Whether class c is the target: bool with a class axis at `axis`.
 *
 * **Shapes**: target (int32) [N, d1, …] → [N, classes, d1, …] for axis 1.
 */
export function classMask(name: string, target: Tensor, classes: number, axis: number): Tensor {
  const index = fromData(name, target.backend, Int32Array.from({ length: classes }, (_, c) => c), [classes, ...Array<number>(target.rank - axis).fill(1)], "int32");
  return eq(unsqueeze(target, axis), index);
}

/** Whether a target may be `ignoreIndex`, for all that is known without a look at the device. */
export function mayIgnore({ shared: { range } }: Tensor, ignoreIndex: number): boolean {
  return range === null || (range.least <= ignoreIndex && ignoreIndex <= range.greatest);
}

/** Asks what the host wrote; only where that does not settle it (or nobody knows) the device, if it answers at once. */
function checkClasses(name: string, target: Tensor, classes: number, ignoreIndex: number | null): void {
  const isBad = (index: number): boolean => (index < 0 || index >= classes) && index !== ignoreIndex;
  const fail = (index: number, place: string): never => {
    const ignored = ignoreIndex === null ? "" : ` or ignoreIndex ${ignoreIndex}`;
    throw new ArgumentError(`${name}: target ${index}${place} is not a class, expected 0 … ${classes - 1}${ignored}`);
  };
  const { range } = target.shared;
  const bad = range && (rangeWithout(range, ignoreIndex) ?? []).find(isBad);
  if (target.size === 0 || (range && bad === undefined)) return;
  if (target.backend.capabilities.syncRead) {
    const data = target.dataSync();
    const at = data.findIndex(isBad);
    if (at >= 0) fail(data[at]!, ` at ${at}`);
  } else if (typeof bad === "number" && wholeStorage(target)) fail(bad, "");
}
