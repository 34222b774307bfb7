import type { Tensor } from "../../tensor/tensor.js";
import { add, mul } from "./arithmetic.js";
import { cast } from "./cast.js";
import { eq, gt, lt } from "./compare.js";
import { defineBinary, type Operand } from "./define-binary.js";

/** The greater of a and b, NaN if either is; ties share the gradient. Broadcasts. PyTorch: `maximum`. */
export const maximum = defineBinary("maximum", {
  kernel: "max",
  saves: { a: ["a", "b"], b: ["a", "b"] },
  a: (gradOutput, a, b) => mul(gradOutput, share(gt(a, b), a, b, gradOutput)),
  b: (gradOutput, a, b) => mul(gradOutput, share(lt(a, b), a, b, gradOutput)),
});

/** The smaller of a and b, NaN if either is; ties share the gradient. Broadcasts. PyTorch: `minimum`. */
export const minimum = defineBinary("minimum", {
  kernel: "min",
  saves: { a: ["a", "b"], b: ["a", "b"] },
  a: (gradOutput, a, b) => mul(gradOutput, share(lt(a, b), a, b, gradOutput)),
  b: (gradOutput, a, b) => mul(gradOutput, share(gt(a, b), a, b, gradOutput)),
});

/** 1 where it won, ½ at a tie, else 0. */
function share(wins: Tensor, a: Tensor, b: Operand, like: Tensor): Tensor {
  return add(cast(wins, like.dtype), mul(cast(eq(a, b), like.dtype), 0.5));
}
