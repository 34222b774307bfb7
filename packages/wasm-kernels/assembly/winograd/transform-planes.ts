/**
 * panels[⌊c / lanes⌋, f, t, c % lanes] of the transformed input (8 lanes) or gradOutput (4 lanes): channels are the lanes, tiles the depth of a product.
 *
 * 4 or 8 channels at a time, row by row of tiles; the last channel is repeated in the lanes beyond. A tile of column k reads its strips
 * from cell 4k on: cells outside of the plane are never written and stay zero. Where strips are shorter than a row, they begin
 * with the first tile of a run instead, and are zeroed for the runs at either end of the row.
 */
import { fillGradStrip, transformGradFour } from "./transform-grad-output";
import { fillStrip, transformFour } from "./transform-input";
import { WinogradGradBlock } from "./winograd-grad-block";

/** Bytes of one row of a strip: 4 cells a tile, 2 beyond the last; 16 bytes to spare. */
@inline
function stripRowBytes(block: WinogradGradBlock): usize {
  return (<usize>block.stripTiles << 4) + 32;
}

/** Transforms `channels` planes from plane `channel` of image 0 on, for tiles first … first + count − 1; `frequency` bytes from one of 36 to the next. */
export function transformPlanes(block: WinogradGradBlock, isGrad: bool, channel: u32, channels: u32, first: u32, count: u32, strips: usize, panels: usize, frequency: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2, rowBytes = stripRowBytes(block), planeBytes = 6 * rowBytes;
  const height = isGrad ? block.targetHeight : block.sourceHeight, width = isGrad ? block.targetWidth : block.sourceWidth, plane = (<usize>height * width) << 2;
  const image = <usize>block.groups * (isGrad ? block.rows : block.depth) * plane, padTop = isGrad ? 0 : block.padTop, padLeft = isGrad ? 0 : block.padLeft;
  const source = (isGrad ? block.gradOutput : block.input) + channel * plane, zeros = strips + 16, strip = zeros + rowBytes + (isGrad ? 8 * planeBytes : 0);
  const lanes: u32 = isGrad ? 4 : 8;
  for (let c: u32 = 0; c < channels; c += lanes, panels += 36 * frequency) {
    for (let number = first, to = panels; number < first + count;) {
      const row = number / tilesWidth, column = number - row * tilesWidth, tiles = min(tilesWidth - column, first + count - number);
      const top = <i32>(row % tilesHeight << 2) - <i32>padTop, left = <i32>(column << 2) - <i32>padLeft, from = source + row / tilesHeight * image;
      let at = strip;
      if (tilesWidth == block.stripTiles) at += <usize>column << 4;
      else if (left < 0 || left + <i32>(tiles << 2) + 2 > <i32>width) memory.fill(strip, 0, lanes * planeBytes);
      for (let lane: u32 = 0; lane < lanes; lane++) {
        const cells = from + min(c + lane, channels - 1) * plane;
        if (isGrad) fillGradStrip(cells, height, width, top, left, tiles << 2, zeros, at + lane * planeBytes, rowBytes);
        else fillStrip(cells, height, width, top, left, (tiles << 2) + 2, zeros, at + lane * planeBytes, rowBytes);
      }
      for (const end = at + (<usize>tiles << 4); at < end; at += 16, to += lanes << 2) {
        if (isGrad) transformGradFour(at, at + planeBytes, at + 2 * planeBytes, at + 3 * planeBytes, rowBytes, to, frequency);
        else {
          transformFour(at, at + planeBytes, at + 2 * planeBytes, at + 3 * planeBytes, rowBytes, to, frequency);
          transformFour(at + 4 * planeBytes, at + 5 * planeBytes, at + 6 * planeBytes, at + 7 * planeBytes, rowBytes, to + 16, frequency);
        }
      }
      number += tiles;
    }
  }
}
