/**
 * One tile of one row by the definition, for what the transforms spoil: target = activation(Σ_c Σ_kh Σ_kw weight[r, c, kh, kw] · x[c, y + kh, x + kw] + bias + residual).
 *
 * patch [depth, 6, 8] holds the tile's x.
 */
import { storeCells } from "./store-cells";
import { Tile } from "./tile";
import { WinogradBlock } from "./winograd-block";

/** The cells that tile `number` sees, with their zeros. */
export function fillPatch(block: WinogradBlock, group: u32, number: u32, patch: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2, width = block.sourceWidth;
  const top = <i32>((number / tilesWidth % tilesHeight) << 2) - <i32>block.padTop, left = <i32>((number % tilesWidth) << 2) - <i32>block.padLeft;
  const plane = (<usize>block.sourceHeight * width) << 2, channel = (number / tilesWidth / tilesHeight * block.groups + group) * block.depth;
  let source = block.source + <usize>channel * plane;
  for (let c: u32 = 0; c < block.depth; c++, source += plane) {
    for (let y = top; y < top + 6; y++, patch += 32) {
      const row = source + ((<usize>y * width) << 2), hasRow = <u32>y < block.sourceHeight;
      if (hasRow && left >= 0 && left + 8 <= <i32>width) {
        v128.store(patch, v128.load(row + (<usize>left << 2)));
        v128.store(patch, v128.load(row + (<usize>left << 2), 16), 16);
      } else {
        for (let x = left; x < left + 8; x++) store<f32>(patch + (<usize>(x - left) << 2), hasRow && <u32>x < width ? load<f32>(row + (<usize>x << 2)) : 0);
      }
    }
  }
}

export function redoTile(block: WinogradBlock, group: u32, row: u32, tile: Tile, patch: usize): void {
  let cells0 = f32x4.splat(0), cells1 = cells0, cells2 = cells0, cells3 = cells0;
  let weight = block.weight + ((<usize>group * block.weightGroupStride + <usize>row * block.weightRowStride) << 2);
  for (let c: u32 = 0; c < block.depth; c++, weight += <usize>block.weightDepthStride << 2, patch += 192) {
    for (let k: usize = 0; k < 9; k++) {
      const tap = v128.load32_splat(weight + ((block.turned ? 8 - k : k) << 2)), from = patch + k / 3 * 32 + (k % 3 << 2);
      cells0 = f32x4.add(cells0, f32x4.mul(tap, v128.load(from)));
      cells1 = f32x4.add(cells1, f32x4.mul(tap, v128.load(from, 32)));
      cells2 = f32x4.add(cells2, f32x4.mul(tap, v128.load(from, 64)));
      cells3 = f32x4.add(cells3, f32x4.mul(tap, v128.load(from, 96)));
    }
  }
  const bias = f32x4.splat(block.bias ? load<f32>(block.bias + (<usize>(group * block.rows + row) << 2)) : 0);
  const rowBytes = <usize>block.targetWidth << 2, residualShift = block.residual ? block.residual - block.target : 0;
  const target = block.target + (<usize>(group * block.rows + row) * block.targetHeight) * rowBytes + tile.target;
  if (tile.height > 0) storeCells(f32x4.add(cells0, bias), tile.width, target, residualShift, block.activation);
  if (tile.height > 1) storeCells(f32x4.add(cells1, bias), tile.width, target + rowBytes, residualShift, block.activation);
  if (tile.height > 2) storeCells(f32x4.add(cells2, bias), tile.width, target + 2 * rowBytes, residualShift, block.activation);
  if (tile.height > 3) storeCells(f32x4.add(cells3, bias), tile.width, target + 3 * rowBytes, residualShift, block.activation);
}
