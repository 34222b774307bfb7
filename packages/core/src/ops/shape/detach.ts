import { identity } from "../../autograd/observe.js";
import { type Tensor } from "../../tensor/tensor.js";
import { checkTensor } from "../checks.js";

/** The same values without history: a leaf that requires no gradient, on the same storage. PyTorch: `detach`. */
export function detach(input: Tensor): Tensor {
  checkTensor("detach", input);
  return identity(input, { variable: null, isAlias: false });
}
