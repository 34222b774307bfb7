import type { Args, ErrorCase, Operand } from "../suite/spec.js";
import { ramp } from "./ramp.js";

type Make = (shape: readonly number[], salt?: number) => Operand;

/** Every way to name axes, and sizes that fill no block. */
export function reductionSamples(make: Make = ramp): Record<string, Args> {
  return {
    "all axes": [make([2, 3, 4])],
    "first axis": [make([5, 7]), 0],
    "middle axis": [make([2, 3, 4]), 1],
    "last axis, negative": [make([2, 3, 5]), -1],
    "two axes, kept": [make([2, 3, 4, 3]), [0, 2], { keepDim: true }],
    "axes out of order": [make([2, 3, 4, 3]), [3, -3]],
    "an empty list means all": [make([3, 4]), []],
    "all axes, kept": [make([3, 4]), undefined, { keepDim: true }],
    "rank 5": [make([2, 3, 1, 3, 2]), [1, 4]],
    "an axis of 1": [make([3, 1, 4]), 1],
    "long rows": [make([3, 131]), 1],
    "tall columns": [make([131, 3]), 0],
    "scalar": [make([])],
    "a kept axis is empty": [make([0, 3]), 1],
  };
}

/** What all reductions over axes refuse. `name` is what the message calls the function. */
export function reductionErrors(name: string, known = "keepDim"): readonly ErrorCase[] {
  return [
    { args: [ramp([2, 3]), 2], error: "ArgumentError", message: `${name}: axis 2 does not exist, expected -2 … 1 for a tensor of rank 2` },
    { args: [ramp([2, 3, 4]), [0, -4]], error: "ArgumentError", message: `${name}: axis -4 does not exist, expected -3 … 2 for a tensor of rank 3` },
    { args: [ramp([2, 3]), 0.5], error: "ArgumentError", message: `${name}: axis 0.5 does not exist, expected -2 … 1 for a tensor of rank 2` },
    { args: [ramp([2, 3]), [1, -1]], error: "ArgumentError", message: `${name}: an axis is repeated in [1,-1]` },
    { args: [ramp([2, 3]), 0, { keepdim: true }], error: "ArgumentError", message: `${name}: unknown option "keepdim", expected one of ${known}` },
  ];
}
