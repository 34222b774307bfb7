/**
 * Winograd's F(4×4, 3×3): 4 outputs of a 3-tap correlation from 6 inputs with 6 products, y = Aᵀ[(G w) ⊙ (Bᵀ x)] (Toom and Cook; Lavin and Gray, 2016).
 *
 * Both factors are polynomials; their product is known from its values at 0, ±p, ±q and ∞. p = 5/8 and q = 3/2 halve the error of the usual 1 and 2, and
 * every constant of A and B is a float32. Row k of B holds the coefficients of Π (x − other points), column k of A the powers of point k, G the rest.
 */
@inline export const p: f32 = 0.625;
@inline export const q: f32 = 1.5;
@inline export const pp: f32 = p * p;
@inline export const qq: f32 = q * q;
/** G's rows: [1, 0, 0] / p²q²; [1, ±p, p²] / 2p²(p² − q²); [1, ±q, q²] / 2q²(q² − p²); [0, 0, 1]. */
@inline export const weightAtZero: f32 = 1 / (pp * qq);
@inline export const weightAtP: f32 = 1 / (2 * pp * (pp - qq));
@inline export const weightAtQ: f32 = 1 / (2 * qq * (qq - pp));
