/**
 * target[r, 4 · tileRow + y, 4 · tileColumn + x] = activation(Σ Aᵀ[y, i] · products[6i + j, r, t] · A[j, x] + bias[r] + residual[…]), for 4 rows and 8 tiles.
 *
 * products [36, 4, 8]. Lanes are tiles until a 4 × 4 transpose makes them cells of a row. `columns` is room for [4, 6] vectors.
 */
import { activate4 } from "../gemm/epilogue";
import { p, pp, q, qq } from "./points";
import { fillPatch, redoTile } from "./redo-tile";
import { storeCells } from "./store-cells";
import { Tile, tileBytes } from "./tile";
import { WinogradBlock } from "./winograd-block";

/** `firstTile` is the number of the first tile in `tiles`, `weight` that of row 0 of the group. */
export function transformOutput(block: WinogradBlock, products: usize, group: u32, row: u32, firstTile: u32, tiles: usize, columns: usize, patch: usize): void {
  const rows = min(4, block.rows - row), plane = (<usize>block.targetHeight * block.targetWidth) << 2;
  const channel = group * block.rows + row;
  // Bit t of byte r: tile t of row r is not finite.
  let spoilt: u32 = 0;
  for (let r: u32 = 0; r < rows; r++) {
    const target = block.target + <usize>(channel + r) * plane, bias = block.bias ? load<f32>(block.bias + (<usize>(channel + r) << 2)) : 0;
    for (let half: u32 = 0; half < 8 && changetype<Tile>(tiles + <usize>half * tileBytes).height > 0; half += 4) {
      const four = tiles + <usize>half * tileBytes;
      const sum = transformFour(block, products + (<usize>r << 5) + (<usize>half << 2), four, target, bias, columns);
      // Infinity and NaN spread over a whole tile; f32x4.sub(sum, sum) is 0 where all of a tile is finite.
      spoilt |= (i32x4.bitmask(f32x4.ne(f32x4.sub(sum, sum), f32x4.splat(0))) << half) << (r << 3);
    }
  }
  for (let t: u32 = 0; spoilt; t++, spoilt = spoilt >> 1 & 0x7f7f7f7f) {
    const tile = changetype<Tile>(tiles + <usize>t * tileBytes), ofTile = tile.height > 0 ? spoilt & 0x01010101 : 0;
    if (ofTile) fillPatch(block, group, firstTile + t, patch);
    for (let r: u32 = 0; r < rows; r++) {
      if (ofTile >> (r << 3) & 1) redoTile(block, group, row + r, tile, patch);
    }
  }
}

/** One row and 4 tiles. Returns the sum of the 16 cells of each tile without epilogue. */
@inline
function transformFour(block: WinogradBlock, products: usize, tiles: usize, target: usize, bias: f32, columns: usize): v128 {
  for (let j: usize = 0; j < 6; j++, products += 128) {
    storeTransform(
      v128.load(products), v128.load(products, 6 * 128), v128.load(products, 12 * 128), v128.load(products, 18 * 128), v128.load(products, 24 * 128), v128.load(products, 30 * 128),
      columns + (j << 4), 96,
    );
  }
  const tile0 = changetype<Tile>(tiles), tile1 = changetype<Tile>(tiles + tileBytes), tile2 = changetype<Tile>(tiles + 2 * tileBytes), tile3 = changetype<Tile>(tiles + 3 * tileBytes);
  const bias4 = f32x4.splat(bias), rowBytes = <usize>block.targetWidth << 2, residualShift = block.residual ? block.residual - block.target : 0;
  let sum = f32x4.splat(0);
  for (let y: u32 = 0; y < 4; y++, columns += 96, target += rowBytes) {
    const m1 = v128.load(columns, 16), m2 = v128.load(columns, 32), m3 = v128.load(columns, 48), m4 = v128.load(columns, 64);
    const sumP = f32x4.add(m1, m2), differenceP = f32x4.sub(m1, m2), sumQ = f32x4.add(m3, m4), differenceQ = f32x4.sub(m3, m4);
    const a = cell0(v128.load(columns), sumP, sumQ), b = cell1(differenceP, differenceQ), c = cell2(sumP, sumQ), d = cell3(differenceP, differenceQ, v128.load(columns, 80));
    sum = f32x4.add(f32x4.add(sum, f32x4.add(a, b)), f32x4.add(c, d));
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const cells0 = f32x4.add(v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5), bias4), cells1 = f32x4.add(v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7), bias4);
    const cells2 = f32x4.add(v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5), bias4), cells3 = f32x4.add(v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7), bias4);
    if (y < tile0.height) storeCells(cells0, tile0.width, target + tile0.target, residualShift, block.activation);
    if (y < tile1.height) storeCells(cells1, tile1.width, target + tile1.target, residualShift, block.activation);
    if (y < tile2.height) storeCells(cells2, tile2.width, target + tile2.target, residualShift, block.activation);
    if (y < tile3.height) storeCells(cells3, tile3.width, target + tile3.target, residualShift, block.activation);
  }
  return sum;
}

/** to[y] = Σ_i Aᵀ[y, i] · m_i: 4 roundings at most. */
@inline
function storeTransform(m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, to: usize, step: usize): void {
  const sumP = f32x4.add(m1, m2), differenceP = f32x4.sub(m1, m2), sumQ = f32x4.add(m3, m4), differenceQ = f32x4.sub(m3, m4);
  v128.store(to, cell0(m0, sumP, sumQ));
  v128.store(to + step, cell1(differenceP, differenceQ));
  v128.store(to + 2 * step, cell2(sumP, sumQ));
  v128.store(to + 3 * step, cell3(differenceP, differenceQ, m5));
}

@inline
function cell0(m0: v128, sumP: v128, sumQ: v128): v128 {
  return f32x4.add(f32x4.add(m0, sumP), sumQ);
}

@inline
function cell1(differenceP: v128, differenceQ: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(p), differenceP), f32x4.mul(f32x4.splat(q), differenceQ));
}

@inline
function cell2(sumP: v128, sumQ: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.splat(pp), sumP), f32x4.mul(f32x4.splat(qq), sumQ));
}

@inline
function cell3(differenceP: v128, differenceQ: v128, m5: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(f32x4.splat(p * pp), differenceP), f32x4.mul(f32x4.splat(q * qq), differenceQ)), m5);
}
