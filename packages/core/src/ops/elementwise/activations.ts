import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, checkTensor } from "../checks.js";
import { add, mul } from "./arithmetic.js";
import { gt } from "./compare.js";
import { erf } from "./unary.js";
import { where } from "./where.js";

/** ½ x (1 + erf(x / √2)), GELU in its exact form. PyTorch: `gelu`. */
export function gelu(input: Tensor): Tensor {
  checkTensor("gelu", input);
  checkFloat("gelu", input);
  return mul(mul(input, 0.5), add(erf(mul(input, Math.SQRT1_2)), 1));
}

/** x where x > 0, else negativeSlope · x; the gradient at 0 is negativeSlope. PyTorch: `leaky_relu`. */
export function leakyRelu(input: Tensor, negativeSlope = 0.01): Tensor {
  checkTensor("leakyRelu", input);
  checkFloat("leakyRelu", input);
  return where(gt(input, 0), input, mul(input, negativeSlope));
}
