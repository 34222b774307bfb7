/** A · dy · Aᵀ of tiles [4, 4] of gradOutput: as transform-input.ts in two halves, of which neighbours share nothing. */
import { p, pp, q, qq } from "./points";
import { rowOf } from "./transform-input";

/** strip[i, x] = Σ_y A[y, i] · plane[top + y, left + x] for those of `columns` cells that lie inside of the plane [height, width]. */
export function fillGradStrip(plane: usize, height: u32, width: u32, top: u32, left: u32, columns: u32, zeros: usize, strip: usize, rowBytes: usize): void {
  const bytes = <isize>(min(columns, width - left) << 2);
  const row0 = rowOf(plane, height, width, top, left, zeros), row1 = rowOf(plane, height, width, top + 1, left, zeros);
  const row2 = rowOf(plane, height, width, top + 2, left, zeros), row3 = rowOf(plane, height, width, top + 3, left, zeros);
  // The last vector ends with the last cell, as in fillStrip.
  for (let x = min<isize>(0, bytes - 16); ;) {
    storeTransform(v128.load(row0 + x), v128.load(row1 + x), v128.load(row2 + x), v128.load(row3 + x), strip + x, rowBytes);
    if (x + 16 >= bytes) break;
    x = min(x + 16, bytes - 16);
  }
}

/** to[6i + j, t] = Σ_x A[x, j] · strip of tile t[i, x], which begins at at_t. */
export function transformGradFour(at0: usize, at1: usize, at2: usize, at3: usize, rowBytes: usize, to: usize, frequency: usize): void {
  for (let i = 0; i < 6; i++) {
    const a = v128.load(at0), b = v128.load(at1), c = v128.load(at2), d = v128.load(at3);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    storeTransform(
      v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5), v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7), v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5), v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7),
      to, frequency,
    );
    at0 += rowBytes;
    at1 += rowBytes;
    at2 += rowBytes;
    at3 += rowBytes;
    to += 6 * frequency;
  }
}

/** to[k] = Σ_y A[y, k] · x_y, the value of a polynomial at each point: 3 roundings at most. */
@inline
function storeTransform(x0: v128, x1: v128, x2: v128, x3: v128, to: usize, step: usize): void {
  const evenP = f32x4.add(x0, f32x4.mul(f32x4.splat(pp), x2)), oddP = f32x4.add(f32x4.mul(f32x4.splat(p), x1), f32x4.mul(f32x4.splat(p * pp), x3));
  const evenQ = f32x4.add(x0, f32x4.mul(f32x4.splat(qq), x2)), oddQ = f32x4.add(f32x4.mul(f32x4.splat(q), x1), f32x4.mul(f32x4.splat(q * qq), x3));
  v128.store(to, x0);
  v128.store(to + step, f32x4.add(evenP, oddP));
  v128.store(to + 2 * step, f32x4.sub(evenP, oddP));
  v128.store(to + 3 * step, f32x4.add(evenQ, oddQ));
  v128.store(to + 4 * step, f32x4.sub(evenQ, oddQ));
  v128.store(to + 5 * step, x3);
}
