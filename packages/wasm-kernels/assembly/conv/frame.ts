/** frame[c, y, x] = source[c, top + y, left + x], 0 outside of the source: the only place where bounds are checked. */
import { copyRow } from "./copy-row";
import { WindowBlock } from "./window-block";

/**
 * Fills `images` frames of `channels` planes [frameHeight, frameWidth] from those at `source`, for the band that begins at row `top` and column `left` of each source.
 *
 * `isFramed` says that the frame has been filled before, for the same `top` and `left` and at least as many images and channels: its zeros are there.
 */
export function fillFrame(block: WindowBlock, source: usize, images: u32, channels: u32, top: i32, left: i32, frame: usize, isFramed: bool): void {
  const imageBytes = (<usize>block.groups * block.depth * block.sourceHeight * block.sourceWidth) << 2, frameBytes = <usize>block.frameImage << 2;
  if (!isFramed) zero(frame, images * frameBytes);
  for (let n: u32 = 0; n < images; n++, source += imageBytes, frame += frameBytes) fillImage(block, source, channels, top, left, frame);
}

function zero(at: usize, bytes: usize): void {
  const end = at + bytes;
  for (; at + 16 <= end; at += 16) v128.store(at, i32x4.splat(0));
  for (; at < end; at += 4) store<u32>(at, 0);
}

function fillImage(block: WindowBlock, source: usize, channels: u32, top: i32, left: i32, frame: usize): void {
  const rowBytes = <usize>block.frameWidth << 2, sourceRow = <usize>block.sourceWidth << 2;
  const firstColumn = max(left, 0), bytes = max(min(left + <i32>block.frameWidth, <i32>block.sourceWidth) - firstColumn, 0) << 2;
  const firstRow = max(top, 0), rows = max(min(top + <i32>block.frameHeight, <i32>block.sourceHeight) - firstRow, 0);
  frame += <usize>(firstRow - top) * rowBytes + (<usize>(firstColumn - left) << 2);
  source += <usize>firstRow * sourceRow + (<usize>firstColumn << 2);
  for (let c: u32 = 0; c < channels; c++, frame += block.frameHeight * rowBytes, source += block.sourceHeight * sourceRow) {
    let to = frame, from = source;
    for (let row = rows; row > 0; row--, to += rowBytes, from += sourceRow) copyRow(to, from, bytes);
  }
}

/** Byte offsets in the frame of every product of the sum, row-major over [depth, tapsHeight, tapsWidth]. */
export function tapOffsets(block: WindowBlock, depth: u32, offsets: usize): void {
  const plane = <usize>block.frameHeight * block.frameWidth;
  for (let c: usize = 0; c < depth; c++)
    for (let h: usize = 0; h < block.tapsHeight; h++)
      for (let w: usize = 0; w < block.tapsWidth; w++, offsets += 4)
        store<u32>(offsets, (c * plane + h * block.tapStepHeight * block.frameWidth + w * block.tapStepWidth) << 2);
}
