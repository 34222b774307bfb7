import { cat, slice, split, type Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Law, Operand, OpResult } from "../suite/spec.js";

const asRun = (op: unknown): ((...args: never[]) => OpResult) => op as (...args: never[]) => OpResult;

/** The part [start, start + length) along an axis of [..., ...]. */
const partAlong = (x: Tensor, axis: number, start: number, length: number): Tensor =>
  slice(x, ...x.shape.map((_, i) => (i === (axis < 0 ? axis + x.rank : axis) ? ([start, start + length] as const) : null)));

/** Each tensor stands at its place in the whole. */
export const partsAreInPlace: Law = {
  name: "split gives the parts back",
  check: async ({ args, apply, run, expectClose }) => {
    const [tensors, axis = 0] = args as unknown as [Operand[], number?];
    const whole = await apply(...args);
    let start = 0;
    for (const [i, part] of tensors.entries()) {
      const length = part.shape.at(axis)!;
      expectClose(`part ${i}`, await run(asRun(partAlong), whole, axis, start, length), { shape: part.shape, data: part.data }, 0);
      start += length;
    }
  },
};

/** cat of the pieces is the whole. */
export const catGivesTheWhole: Law = {
  name: "cat gives the whole back",
  check: async ({ args, run, expectClose }) => {
    const [input, sizes, axis = 0] = args as unknown as [Operand, number | number[], number?];
    const again: Dense = await run(asRun((x: Tensor) => cat(split(x, sizes, axis), axis)), input);
    expectClose("cat(split(x)) and x", again, { shape: input.shape, data: input.data }, 0);
  },
};

/** Selecting i along the new axis gives tensor i. */
export const selectingGivesEach: Law = {
  name: "selecting gives each tensor back",
  check: async ({ args, apply, run, expectClose }) => {
    const [tensors, axis = 0] = args as unknown as [Operand[], number?];
    const whole = await apply(...args);
    const select = (x: Tensor, i: number): Tensor => slice(x, ...x.shape.map((_, at) => (at === (axis < 0 ? axis + x.rank : axis) ? i : null)));
    for (const [i, part] of tensors.entries()) expectClose(`tensor ${i}`, await run(asRun(select), whole, i), { shape: part.shape, data: part.data }, 0);
  },
};
