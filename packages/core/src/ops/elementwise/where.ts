import type { View } from "../../backend/backend.js";
import { expandLayout } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { filled } from "../../tensor/make.js";
import { Tensor } from "../../tensor/tensor.js";
import { broadcast, checkNumber, checkOperand, checkSameDType } from "../checks.js";
import { sumTo } from "../shape/expand.js";
import type { Operand } from "./define-binary.js";

const op = defineOp({
  name: "where",
  infer: ({ condition, a, b }: { condition: Tensor; a: Tensor; b: Tensor }, _: object) => {
    if (condition.dtype !== "bool") throw new DTypeError(`where: condition is ${condition.dtype}, expected bool`);
    const dtype = checkSameDType("where", { a, b });
    return { shape: broadcast("where", condition.shape, broadcast("where", a.shape, b.shape)), dtype };
  },
  saves: ["condition"],
  forward: (backend, { condition, a, b }, _, { shape }) => {
    const expand = ({ storage, layout }: View): View => ({ storage, layout: expandLayout(layout, shape) });
    return backend.where(expand(condition), expand(a), expand(b));
  },
  backward: (gradOutput, { condition }, _, { a, b }) => ({
    a: () => sumTo(where(condition, gradOutput, 0), a.shape),
    b: () => sumTo(where(condition, 0, gradOutput), b.shape),
  }),
});

/**
 * a where condition is true, else b; all three broadcast.
 *
 * **Shapes**: condition (bool), a and b broadcast; a or b may be a number. PyTorch: `where`.
 *
 * @example
 * where(gt(x, 0), x, 0); // relu
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  checkOperand("where", a, "a");
  checkOperand("where", b, "b");
  const like = a instanceof Tensor ? a : b;
  if (!(like instanceof Tensor)) throw new ArgumentError("where: a and b are both numbers, expected a Tensor");
  const asTensor = (value: Operand): Tensor => {
    if (value instanceof Tensor) return value;
    checkNumber("where", value, like.dtype);
    return filled("where", like.backend, [], value, like.dtype);
  };
  const [first, second] = [asTensor(a), asTensor(b)];
  const result = op({ condition, a: first, b: second }, {});
  if (first !== a) first.dispose("where");
  if (second !== b) second.dispose("where");
  return result;
}
