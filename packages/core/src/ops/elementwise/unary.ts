import { checkTensor } from "../checks.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { add, div, mul, sub } from "./arithmetic.js";
import { reluGrad } from "./relu-grad.js";
import { defineUnary } from "./define-unary.js";
import type { Tensor } from "../../tensor/tensor.js";

const zero = (gradOutput: Tensor): Tensor => mul(gradOutput, 0);

/** −x */
export const neg = defineUnary("neg", { gradient: (gradOutput) => neg(gradOutput) }, { integers: true });
/** |x|; the gradient at 0 is 0. */
export const abs = defineUnary("abs", { saves: "input", gradient: (gradOutput, input) => mul(gradOutput, sign(input)) }, { integers: true });
/** −1, 0 or 1; the gradient is 0. */
export const sign = defineUnary("sign", { gradient: zero }, { integers: true });
/** eˣ */
export const exp = defineUnary("exp", { saves: "output", gradient: (gradOutput, output) => mul(gradOutput, output) });
/** eˣ − 1, accurate near 0. */
export const expm1 = defineUnary("expm1", { saves: "output", gradient: (gradOutput, output) => mul(gradOutput, add(output, 1)) });
/** ln x; −∞ at 0, NaN below. */
export const log = defineUnary("log", { saves: "input", gradient: (gradOutput, input) => div(gradOutput, input) });
/** ln(1 + x), accurate near 0. */
export const log1p = defineUnary("log1p", { saves: "input", gradient: (gradOutput, input) => div(gradOutput, add(input, 1)) });
/** √x */
export const sqrt = defineUnary("sqrt", { saves: "output", gradient: (gradOutput, output) => div(gradOutput, mul(output, 2)) });
/** 1 / √x; d/dx = −½ y³ */
export const rsqrt = defineUnary("rsqrt", {
  saves: "output",
  gradient: (gradOutput, output) => mul(mul(gradOutput, -0.5), mul(output, mul(output, output))),
});
/** 1 / x; d/dx = −y² */
export const reciprocal = defineUnary("reciprocal", {
  saves: "output",
  gradient: (gradOutput, output) => neg(mul(gradOutput, mul(output, output))),
});
/** The hyperbolic tangent; d/dx = 1 − y² */
export const tanh = defineUnary("tanh", {
  saves: "output",
  gradient: (gradOutput, output) => mul(gradOutput, sub(1, mul(output, output))),
});
/** σ(x) = 1 / (1 + e⁻ˣ); d/dx = y (1 − y) */
export const sigmoid = defineUnary("sigmoid", {
  saves: "output",
  gradient: (gradOutput, output) => mul(gradOutput, mul(output, sub(1, output))),
});
/** max(x, 0); the gradient at 0 is 0. NaN stays NaN. */
export const relu = defineUnary(
  "relu",
  { saves: "output", gradient: reluGrad },
  { integers: true },
);
/** The greatest integer not above x; the gradient is 0. */
export const floor = defineUnary("floor", { gradient: zero });
/** The least integer not below x; the gradient is 0. */
export const ceil = defineUnary("ceil", { gradient: zero });
/** The nearest integer, ties to the even one; the gradient is 0. */
export const round = defineUnary("round", { gradient: zero });
/** erf x = 2/√π ∫₀ˣ e^(−t²) dt; d/dx = 2/√π e^(−x²) */
export const erf = defineUnary("erf", {
  saves: "input",
  gradient: (gradOutput, input) => mul(gradOutput, mul(exp(neg(square(input))), 2 / Math.sqrt(Math.PI))),
});
/** x² */
export function square(input: Tensor): Tensor {
  checkTensor("square", input);
  if (input.dtype === "bool") throw new DTypeError("square: input is bool, expected a number dtype");
  return mul(input, input);
}
