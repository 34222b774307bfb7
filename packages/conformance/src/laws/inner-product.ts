import type { Dense } from "../oracle/dense.js";
import { sizeOf } from "../oracle/dense.js";
import type { Operand } from "../suite/spec.js";

/** ⟨a, b⟩ = Σ a[i] · b[i], as a scalar. */
export function innerProduct(a: Dense, b: Dense): Dense {
  return { shape: [], data: [Array.from(a.data).reduce((sum, value, i) => sum + value * b.data[i]!, 0)] };
}

/** A cotangent of a shape: ±½, ±1 in an order without pattern. */
export function cotangent(shape: readonly number[]): Operand {
  return { shape, data: Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 5) % 7) % 2 === 0 ? 1 : -1) * (i % 3 === 0 ? 0.5 : 1)) };
}
