/** a · x + b. Polynomials are summed pair by pair (Estrin): what waits for what decides the speed of a long sum, not how many terms it has. */
@inline
export function term(a: v128, x: v128, b: v128): v128 {
  return f64x2.add(f64x2.mul(a, x), b);
}

/** a · x + b of numbers a and b. */
@inline
export function pair(a: f64, x: v128, b: f64): v128 {
  return term(f64x2.splat(a), x, f64x2.splat(b));
}
