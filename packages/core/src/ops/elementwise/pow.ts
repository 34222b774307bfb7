import { mul, sub } from "./arithmetic.js";
import { eq, ge, logicalAnd } from "./compare.js";
import { defineBinary } from "./define-binary.js";
import { log } from "./unary.js";
import { where } from "./where.js";

/**
 * aᵇ elementwise, broadcast; floats only.
 *
 * d/da = b·aᵇ⁻¹ (0 where b is 0), d/db = aᵇ·ln a (0 where a is 0 and b ≥ 0). PyTorch: `pow`.
 */
export const pow = defineBinary("pow", {
  saves: { a: ["a", "b"], b: ["a", "b"] },
  a: (gradOutput, a, b) => {
    if (typeof b === "number") return b === 0 ? mul(gradOutput, 0) : mul(gradOutput, mul(pow(a, b - 1), b));
    return where(eq(b, 0), 0, mul(gradOutput, mul(b, pow(a, sub(b, 1)))));
  },
  b: (gradOutput, a, b) => where(logicalAnd(eq(a, 0), ge(b, 0)), 0, mul(gradOutput, mul(pow(a, b), log(a)))),
});
