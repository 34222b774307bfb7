import { type Activation, activate } from "./activation.js";
import { atBroadcast, broadcastShape, elementwise } from "./broadcast.js";
import { build, type Dense } from "./dense.js";
import { oraclePermute } from "./permute.js";
import { oracleReshape } from "./reshape.js";

/**
 * output[…, m, n] = Σₖ a[…, m, k] b[…, k, n]; leading axes broadcast. A vector on the left is a row, one on the right a
 * column, and that axis is dropped again.
 */
export function oracleMatmul(a: Dense, b: Dense): Dense {
  const left = a.shape.length === 1 ? oracleReshape(a, [1, -1]) : a;
  const right = b.shape.length === 1 ? oracleReshape(b, [-1, 1]) : b;
  const [rows = 0, inner = 0] = left.shape.slice(-2);
  const [innerRight = 0, columns = 0] = right.shape.slice(-2);
  if (inner !== innerRight) throw new RangeError(`oracle: inner sizes of [${a.shape}] and [${b.shape}] differ`);
  const batch = broadcastShape(left.shape.slice(0, -2), right.shape.slice(0, -2));
  const product = build([...batch, rows, columns], (...index) => {
    const [m = 0, n = 0] = index.slice(-2);
    const lead = index.slice(0, -2);
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += atBroadcast(left, [...lead, m, k]) * atBroadcast(right, [...lead, k, n]);
    return sum;
  });
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return { shape, data: product.data };
}

/** activation(input · weightᵀ + bias): input [..., in], weight [out, in], bias [out] → [..., out]. */
export function oracleLinear(
  input: Dense,
  weight: Dense,
  bias: Dense | null = null,
  { activation }: { activation?: Activation | undefined } = {},
): Dense {
  const product = oracleMatmul(input, oraclePermute(weight, [1, 0]));
  return activate(bias === null ? product : elementwise((p, b) => p + b, product, bias), activation);
}
