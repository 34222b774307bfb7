import { defineComparison } from "./define-binary.js";
import { definePredicate } from "./define-unary.js";
import { checkFloat } from "../checks.js";
import { DTypeError } from "../../errors/dtype-error.js";

/** a = b → bool, broadcast; NaN equals nothing. */
export const eq = defineComparison("eq", "eq");
/** a ≠ b → bool, broadcast. */
export const ne = defineComparison("ne", "ne");
/** a < b → bool, broadcast. */
export const lt = defineComparison("lt", "lt");
/** a ≤ b → bool, broadcast. */
export const le = defineComparison("le", "le");
/** a > b → bool, broadcast. */
export const gt = defineComparison("gt", "lt", { swap: true });
/** a ≥ b → bool, broadcast. */
export const ge = defineComparison("ge", "le", { swap: true });

/** a and b, of bool tensors, broadcast. PyTorch: `logical_and`. */
export const logicalAnd = defineComparison("logicalAnd", "and", { bools: true });
/** a or b, of bool tensors, broadcast. PyTorch: `logical_or`. */
export const logicalOr = defineComparison("logicalOr", "or", { bools: true });
/** Exactly one of a and b, of bool tensors, broadcast. PyTorch: `logical_xor`. */
export const logicalXor = defineComparison("logicalXor", "xor", { bools: true });

/** not x, of a bool tensor. PyTorch: `logical_not`. */
export const logicalNot = definePredicate("logicalNot", "not", (input) => {
  if (input.dtype !== "bool") throw new DTypeError(`logicalNot: input is ${input.dtype}, expected bool`);
});
/** Whether each element is NaN. PyTorch: `isnan`. */
export const isNaN = definePredicate("isNaN", "isNaN", (input) => checkFloat("isNaN", input));
/** Whether each element is neither infinite nor NaN. PyTorch: `isfinite`. */
export const isFinite = definePredicate("isFinite", "isFinite", (input) => checkFloat("isFinite", input));
