import { sizeOf } from "../backend/layout.js";
import { ShapeError } from "../errors/shape-error.js";
import { defineOp } from "../autograd/define-op.js";
import { formatShape } from "../tensor/format.js";
import type { Tensor } from "../tensor/tensor.js";
import { broadcast, checkFloat, checkSameDType } from "./checks.js";
import { expand } from "./shape/expand.js";
import { transpose } from "./shape/permute.js";
import { viewAs } from "./shape/reshape.js";

/** [B, M, K] × [B, K, N] → [B, M, N] */
const op = defineOp({
  name: "matmul",
  infer: ({ a, b }: { a: Tensor; b: Tensor }, _: object) => ({ shape: [a.shape[0]!, a.shape[1]!, b.shape[2]!], dtype: a.dtype }),
  saves: (_, wanted) => [...(wanted("a") ? (["b"] as const) : []), ...(wanted("b") ? (["a"] as const) : [])],
  forward: (backend, { a, b }) => backend.matmul(a, b),
  // C = A·B: dA = dC·Bᵀ, dB = Aᵀ·dC
  backward: (gradOutput, { a, b }) => ({
    a: (): Tensor => op({ a: gradOutput, b: transpose(b, 1, 2) }, {}),
    b: (): Tensor => op({ a: transpose(a, 1, 2), b: gradOutput }, {}),
  }),
});

/**
 * The matrix product. PyTorch: `matmul`.
 *
 * **Shapes**: [M, K] × [K, N] → [M, N]; a vector counts as a row on the left and as a column on the right, and that axis goes;
 * leading axes are batches and broadcast: [B, 1, M, K] × [H, K, N] → [B, H, M, N].
 *
 * @throws {ShapeError} `matmul: inner sizes differ, left [8, 32] and right [16, 10]`
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkFloat("matmul", a, "a");
  checkSameDType("matmul", { a, b });
  if (a.rank === 0 || b.rank === 0) {
    throw new ShapeError(`matmul: a scalar has no inner size, left ${formatShape(a.shape)} and right ${formatShape(b.shape)}`);
  }
  if (a.shape.at(-1) !== b.shape.at(b.rank === 1 ? 0 : -2)) {
    throw new ShapeError(`matmul: inner sizes differ, left ${formatShape(a.shape)} and right ${formatShape(b.shape)}`);
  }
  const left = a.rank === 1 ? viewAs(a, [1, -1]) : a;
  const right = b.rank === 1 ? viewAs(b, [-1, 1]) : b;
  const product = multiply(left, right);
  const shape = product.shape.filter((_, axis) => !(a.rank === 1 && axis === product.rank - 2) && !(b.rank === 1 && axis === product.rank - 1));
  return viewAs(product, shape);
}

/** Both of rank 2 or more. */
function multiply(a: Tensor, b: Tensor): Tensor {
  const [rows, inner, columns] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  if (b.rank === 2) {
    // One large product: the batches of the left are just more rows.
    const flat = viewAs(a, [1, sizeOf(a.shape.slice(0, -1)), inner]);
    return viewAs(op({ a: flat, b: viewAs(b, [1, inner, columns]) }, {}), [...a.shape.slice(0, -1), columns]);
  }
  const batch = broadcast("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const left = viewAs(expand(a, [...batch, rows, inner]), [sizeOf(batch), rows, inner]);
  const right = viewAs(expand(b, [...batch, inner, columns]), [sizeOf(batch), inner, columns]);
  return viewAs(op({ a: left, b: right }, {}), [...batch, rows, columns]);
}
