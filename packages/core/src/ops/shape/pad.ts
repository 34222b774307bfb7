import { dense, sizeOf, sliceLayout, type Layout, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { identity } from "../../autograd/observe.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice, checkList, checkNumber, checkTensor } from "../checks.js";
import { cat } from "./cat.js";
import { expand } from "./expand.js";
import { flip } from "./flip.js";
import { sliceWalks } from "./slice.js";

export type PaddingMode = "constant" | "reflect" | "replicate" | "circular";

export interface PadOptions {
  readonly mode?: PaddingMode;
  /** What constant mode fills in; default 0. */
  readonly value?: number;
}

/** Cells before and after each axis; negative ones crop. */
type Sides = readonly (readonly [before: number, after: number])[];

/** The part of the padded layout, or of the input's, where both have cells. */
function overlap(layout: Layout, sides: Sides, shape: Shape, inPadded: boolean): Layout {
  return sides.reduce((at, [before, after], axis) => {
    const kept = Math.max(0, shape[axis]! + Math.min(before, 0) + Math.min(after, 0));
    return sliceLayout(at, axis, Math.max(inPadded ? before : -before, 0), kept);
  }, layout);
}

const constantOp = defineOp({
  name: "pad",
  infer: ({ input }: { input: Tensor }, { sides }: { sides: Sides; value: number }) => ({
    shape: input.shape.map((length, axis) => length + sides[axis]![0] + sides[axis]![1]),
    dtype: input.dtype,
  }),
  forward: (backend, { input }, { sides, value }, { shape, dtype }) => {
    const inner = input.layout.shape;
    const target = backend.fill(sizeOf(shape), value, dtype);
    const x = { storage: input.storage, layout: overlap(input.layout, sides, inner, false) };
    return backend.updateSlice(target, overlap(dense(shape), sides, inner, true), x);
  },
  backward: (gradOutput, _, { sides }) => ({
    input: (): Tensor => constantOp({ input: gradOutput }, { sides: sides.map(([before, after]) => [-before, -after] as const), value: 0 }),
  }),
});

/**
 * Cells around the last axes: `[left, right, top, bottom, …]`, the last axis first. PyTorch: `nn.functional.pad`.
 *
 * constant fills in `value` (negative padding crops); reflect mirrors without the edge, replicate repeats the edge, circular wraps around.
 *
 * **Shapes**: [..., H, W] with [1, 2, 3, 4] → [..., H + 7, W + 3].
 *
 * @throws {ShapeError} when reflect needs more cells than size − 1, circular more than size, or a crop leaves less than nothing.
 * @example
 * pad(tensor([[1, 2, 3]]), [2, 2], { mode: "reflect" }); // [[3, 2, 1, 2, 3, 2, 1]]
 */
export function pad(input: Tensor, padding: readonly number[], options: PadOptions = {}): Tensor {
  checkOptions("pad", options, ["mode", "value"]);
  const mode = checkChoice("pad", "mode", options.mode ?? "constant", ["constant", "reflect", "replicate", "circular"]);
  checkTensor("pad", input);
  checkList("pad", padding, "numbers of cells");
  if (padding.length % 2 !== 0 || padding.length > 2 * input.rank || !padding.every(Number.isInteger)) {
    throw new ArgumentError(`pad: padding ${formatShape(padding)} does not fit ${formatShape(input.shape)}, expected two integers for each of the last axes`);
  }
  const sides = input.shape.map((_, axis) => {
    const at = 2 * (input.rank - 1 - axis);
    return [padding[at] ?? 0, padding[at + 1] ?? 0] as const;
  });
  if (mode !== "constant") {
    if (options.value !== undefined) throw new ArgumentError(`pad: mode ${mode} takes no value, got ${options.value}`);
    return sides.reduce((x, [before, after], axis) => extend(x, axis, before, after, mode), identity(input));
  }
  input.shape.forEach((length, axis) => {
    if (length + sides[axis]![0] + sides[axis]![1] < 0) {
      throw new ShapeError(`pad: padding ${formatShape(padding)} crops more than axis ${axis} of ${formatShape(input.shape)} has`);
    }
  });
  if (sides.every(([before, after]) => before === 0 && after === 0)) return identity(input);
  const { value = 0 } = options;
  checkNumber("pad", value, input.dtype);
  return constantOp({ input }, { sides, value });
}

function extend(input: Tensor, axis: number, before: number, after: number, mode: "reflect" | "replicate" | "circular"): Tensor {
  if (before === 0 && after === 0) return input;
  const length = input.shape[axis]!;
  const limit = mode === "reflect" ? length - 1 : mode === "circular" ? length : Infinity;
  if (before < 0 || after < 0) throw new ArgumentError(`pad: mode ${mode} takes no negative padding, got ${Math.min(before, after)}`);
  if (Math.max(before, after) > limit || length === 0) {
    throw new ShapeError(`pad: mode ${mode} cannot add ${Math.max(before, after)} cells to axis ${axis} of ${formatShape(input.shape)}, expected at most ${Math.max(limit, 0)}`);
  }
  const range = (start: number, count: number): Tensor =>
    sliceWalks(input, input.shape.map((whole, i) => (i === axis ? { start, length: count, step: 1 } : { start: 0, length: whole, step: 1 })));
  const edge = (at: number, count: number): Tensor => expand(range(at, 1), input.shape.with(axis, count));
  const [head, tail] = {
    reflect: () => [flip(range(1, before), axis), flip(range(length - 1 - after, after), axis)],
    replicate: () => [edge(0, before), edge(length - 1, after)],
    circular: () => [range(length - before, before), range(0, after)],
  }[mode]() as [Tensor, Tensor];
  return cat([head, input, tail], axis);
}
