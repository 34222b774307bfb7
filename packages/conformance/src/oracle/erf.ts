import { elementwise } from "./broadcast.js";
import type { Dense } from "./dense.js";

/**
 * erf(x) = 2/√π · e^(−x²) · x · Σ (2x²)ⁿ / (3·5·…·(2n+1)), all terms positive, so nothing cancels (DLMF 7.6.2).
 * Summed from the last term by Horner's rule; 80 terms are exact to double precision for |x| ≤ 2.
 */
function erfBySeries(x: number): number {
  let sum = 1;
  for (let n = 80; n >= 1; n--) sum = 1 + ((2 * x * x) / (2 * n + 1)) * sum;
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * x * sum;
}

/** erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))) for x > 0 (DLMF 7.9.1). */
function erfcByFraction(x: number): number {
  let denominator = x;
  for (let n = 200; n >= 1; n--) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
}

/** erf to about 1e-15, relative, in double precision. */
export function erf(x: number): number {
  if (Number.isNaN(x) || Math.abs(x) <= 2) return erfBySeries(x);
  return x > 0 ? 1 - erfcByFraction(x) : erfcByFraction(-x) - 1;
}

/** erfc = 1 − erf without the cancellation for large x. */
export function erfc(x: number): number {
  return x > 2 ? erfcByFraction(x) : 1 - erf(x);
}

/** (2/√π) ∫₀ˣ e^(−t²) dt. */
export function oracleErf(x: Dense): Dense {
  return elementwise(erf, x);
}
