/**
 * panels[g8, f, c, t] = Σ Bᵀ[i, y] · x[c, 4 · tileRow − padTop + y, 4 · tileColumn − padLeft + x] · B[x, j], f = 6i + j, for 8 neighbouring tiles t at a time:
 * each frequency packed as multiplyTile's right operand.
 *
 * First down the columns, 4 cells of a row at a time, into strips [6, stripWidth] of a row of tiles, with their zeros left and right; then along the rows, 4 tiles
 * at a time, which a 4 × 4 transpose makes the lanes. So neighbours share the first half of the work, and only here are bounds checked.
 */
import { p, pp, q, qq } from "./points";
import { Tile, tileBytes } from "./tile";
import { paddedDepth, WinogradBlock } from "./winograd-block";

/** Bytes of one row of a strip: 4 cells a tile, 2 beyond the last, and room for a vector that begins up to 3 cells before the next row. */
export function stripRowBytes(block: WinogradBlock): usize {
  return (<usize>min((block.targetWidth + 3) >> 2, block.blockTiles) << 4) + 32;
}

/** Transforms channel planes from `source` (those of the group in image 0) for the `count` tiles of the table from tile `first` on. */
export function transformInput(block: WinogradBlock, source: usize, first: u32, count: u32, tiles: usize, strips: usize, panels: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2;
  const rowBytes = stripRowBytes(block), frequency = paddedDepth(block.depth) << 5;
  const plane = (<usize>block.sourceHeight * block.sourceWidth) << 2, image = <usize>block.groups * block.depth * plane;
  const firstRow = first / tilesWidth, lastRow = (first + count - 1) / tilesWidth, zeros = strips + 16;
  const rowsAt = zeros + rowBytes;
  for (let at = strips, end = rowsAt + <usize>(lastRow - firstRow + 1) * 6 * rowBytes; at < end; at += 16) v128.store(at, f32x4.splat(0));
  for (let c: u32 = 0; c < block.depth; c++, source += plane, panels += 32) {
    for (let row = firstRow; row <= lastRow; row++) {
      const tileColumn = row == firstRow ? first - row * tilesWidth : 0;
      const width = min(tilesWidth - tileColumn, first + count - row * tilesWidth - tileColumn);
      const top = <i32>((row % tilesHeight) << 2) - <i32>block.padTop, left = <i32>(tileColumn << 2) - <i32>block.padLeft;
      const strip = rowsAt + <usize>(row - firstRow) * 6 * rowBytes;
      fillStrip(source + <usize>(row / tilesHeight) * image, block.sourceHeight, block.sourceWidth, top, left, (width << 2) + 2, zeros, strip, rowBytes);
    }
    for (let t: u32 = 0, to = panels; t < count; t += 8, to += 36 * frequency) {
      transformTiles(tiles + <usize>t * tileBytes, rowBytes, to, frequency);
      transformTiles(tiles + <usize>(t + 4) * tileBytes, rowBytes, to + 16, frequency);
    }
  }
}

/**
 * The first half: strip[i, x] = Σ_y Bᵀ[i, y] · plane[top + y, left + x] for those of `columns` cells that lie inside of the plane [height, width].
 *
 * `zeros` stands for rows outside of it: as many bytes as a row of the strip, and 16 before.
 */
export function fillStrip(plane: usize, height: u32, width: u32, top: i32, left: i32, columns: u32, zeros: usize, strip: usize, rowBytes: usize): void {
  const first = max(left, 0), bytes = <isize>(min(left + <i32>columns, <i32>width) - first) << 2;
  const row0 = rowOf(plane, height, width, top, first, zeros), row1 = rowOf(plane, height, width, top + 1, first, zeros), row2 = rowOf(plane, height, width, top + 2, first, zeros);
  const row3 = rowOf(plane, height, width, top + 3, first, zeros), row4 = rowOf(plane, height, width, top + 4, first, zeros), row5 = rowOf(plane, height, width, top + 5, first, zeros);
  const to = strip + (<usize>(first - left) << 2);
  // The last vector ends with the last cell: it overlaps the one before, or begins before the strip.
  for (let x = min<isize>(0, bytes - 16); ;) {
    storeTransform(v128.load(row0 + x), v128.load(row1 + x), v128.load(row2 + x), v128.load(row3 + x), v128.load(row4 + x), v128.load(row5 + x), to + x, rowBytes);
    if (x + 16 >= bytes) break;
    x = min(x + 16, bytes - 16);
  }
}

@inline
export function rowOf(plane: usize, height: u32, width: u32, y: i32, x: i32, zeros: usize): usize {
  return <u32>y < height ? plane + ((<usize>y * width + x) << 2) : zeros;
}

@inline
function transformTiles(tiles: usize, rowBytes: usize, to: usize, frequency: usize): void {
  const tile0 = changetype<Tile>(tiles), tile1 = changetype<Tile>(tiles + tileBytes), tile2 = changetype<Tile>(tiles + 2 * tileBytes), tile3 = changetype<Tile>(tiles + 3 * tileBytes);
  transformFour(tile0.strip, tile1.strip, tile2.strip, tile3.strip, rowBytes, to, frequency);
}

/** The second half for 4 tiles: to[6i + j, t] = Σ_x B[x, j] · strip of tile t[i, x], which begins at at_t. */
export function transformFour(at0: usize, at1: usize, at2: usize, at3: usize, rowBytes: usize, to: usize, frequency: usize): void {
  for (let i = 0; i < 6; i++) {
    const a = v128.load(at0), b = v128.load(at1), c = v128.load(at2), d = v128.load(at3);
    const ab = v128.load64_lane(at1 + 16, v128.load64_zero(at0 + 16), 1), cd = v128.load64_lane(at3 + 16, v128.load64_zero(at2 + 16), 1);
    const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    storeTransform(
      v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5), v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7), v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5),
      v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7), v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7), to, frequency,
    );
    at0 += rowBytes;
    at1 += rowBytes;
    at2 += rowBytes;
    at3 += rowBytes;
    to += 6 * frequency;
  }
}

/** to[k] = Σ_j Bᵀ[k, j] · x_j: 3 roundings at most. */
@inline
function storeTransform(x0: v128, x1: v128, x2: v128, x3: v128, x4: v128, x5: v128, to: usize, step: usize): void {
  const evenP = f32x4.sub(x4, f32x4.mul(f32x4.splat(qq), x2)), oddP = f32x4.sub(f32x4.mul(f32x4.splat(p), x3), f32x4.mul(f32x4.splat(p * qq), x1));
  const evenQ = f32x4.sub(x4, f32x4.mul(f32x4.splat(pp), x2)), oddQ = f32x4.sub(f32x4.mul(f32x4.splat(q), x3), f32x4.mul(f32x4.splat(q * pp), x1));
  v128.store(to, f32x4.add(f32x4.sub(x4, f32x4.mul(f32x4.splat(pp + qq), x2)), f32x4.mul(f32x4.splat(pp * qq), x0)));
  v128.store(to + step, f32x4.add(evenP, oddP));
  v128.store(to + 2 * step, f32x4.sub(evenP, oddP));
  v128.store(to + 3 * step, f32x4.add(evenQ, oddQ));
  v128.store(to + 4 * step, f32x4.sub(evenQ, oddQ));
  v128.store(to + 5 * step, f32x4.add(f32x4.sub(x5, f32x4.mul(f32x4.splat(pp + qq), x3)), f32x4.mul(f32x4.splat(pp * qq), x1)));
}
