/**
 * panels[⌊c / lanes⌋, f, t, c % lanes] of the transformed input (8 lanes) or gradOutput (4 lanes): channels are the lanes, tiles the depth of a product.
 *
 * 4 channels at a time, row by row of tiles; the last channel is repeated up to a multiple of 4, and of 8 for the input. A tile of column k reads its strips
 * from cell 4k on: cells outside of the plane are never written and stay zero.
 */
import { fillGradStrip, transformGradFour } from "./transform-grad-output";
import { fillStrip, transformFour } from "./transform-input";
import { WinogradGradBlock } from "./winograd-grad-block";

/** Bytes of one row of a strip: 4 cells a tile, 2 beyond the last; 16 bytes to spare. */
@inline
function stripRowBytes(block: WinogradGradBlock): usize {
  return (<usize>(block.targetWidth + 3) >> 2 << 4) + 32;
}

/** Transforms `channels` planes from plane `first channel` of image 0 on, for tiles first … first + count − 1; `frequency` bytes from one of 36 to the next. */
export function transformPlanes(block: WinogradGradBlock, isGrad: bool, channel: u32, channels: u32, first: u32, count: u32, strips: usize, panels: usize, frequency: usize): void {
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2, rowBytes = stripRowBytes(block), planeBytes = 6 * rowBytes;
  const height = isGrad ? block.targetHeight : block.sourceHeight, width = isGrad ? block.targetWidth : block.sourceWidth, plane = (<usize>height * width) << 2;
  const image = <usize>block.groups * (isGrad ? block.rows : block.depth) * plane, padTop = isGrad ? 0 : block.padTop, padLeft = isGrad ? 0 : block.padLeft;
  const zeros = strips + 16, strip = zeros + rowBytes + (isGrad ? 4 * planeBytes : 0), step: usize = isGrad ? 16 : 32;
  const end = isGrad ? channels : channels + 7 & ~7;
  for (let c: u32 = 0; c < end; c += 4) {
    const source = (isGrad ? block.gradOutput : block.input) + channel * plane;
    const from0 = source + min(c, channels - 1) * plane, from1 = source + min(c + 1, channels - 1) * plane;
    const from2 = source + min(c + 2, channels - 1) * plane, from3 = source + min(c + 3, channels - 1) * plane;
    let to = isGrad ? panels + (<usize>c >> 2) * 36 * frequency : panels + (<usize>c >> 3) * 36 * frequency + ((c & 4) << 2);
    for (let number = first; number < first + count;) {
      const row = number / tilesWidth, column = number - row * tilesWidth, tiles = min(tilesWidth - column, first + count - number);
      const shift = row / tilesHeight * image, top = <i32>(row % tilesHeight << 2) - <i32>padTop, left = <i32>(column << 2) - <i32>padLeft;
      let at = strip + (<usize>column << 4);
      if (isGrad) {
        fillGradStrip(from0 + shift, height, width, top, left, tiles << 2, zeros, at, rowBytes);
        fillGradStrip(from1 + shift, height, width, top, left, tiles << 2, zeros, at + planeBytes, rowBytes);
        fillGradStrip(from2 + shift, height, width, top, left, tiles << 2, zeros, at + 2 * planeBytes, rowBytes);
        fillGradStrip(from3 + shift, height, width, top, left, tiles << 2, zeros, at + 3 * planeBytes, rowBytes);
      } else {
        fillStrip(from0 + shift, height, width, top, left, (tiles << 2) + 2, zeros, at, rowBytes);
        fillStrip(from1 + shift, height, width, top, left, (tiles << 2) + 2, zeros, at + planeBytes, rowBytes);
        fillStrip(from2 + shift, height, width, top, left, (tiles << 2) + 2, zeros, at + 2 * planeBytes, rowBytes);
        fillStrip(from3 + shift, height, width, top, left, (tiles << 2) + 2, zeros, at + 3 * planeBytes, rowBytes);
      }
      for (const last = at + (<usize>tiles << 4); at < last; at += 16, to += step) {
        if (isGrad) transformGradFour(at, at + planeBytes, at + 2 * planeBytes, at + 3 * planeBytes, rowBytes, to, frequency);
        else transformFour(at, at + planeBytes, at + 2 * planeBytes, at + 3 * planeBytes, rowBytes, to, frequency);
      }
      number += tiles;
    }
  }
}
