/** frame[c, y, x] = source[c, top + y, left + x], 0 outside of the source: the only place where bounds are checked. */
import { WindowBlock } from "./window-block";

function zero(at: usize, bytes: usize): void {
  const end = at + bytes;
  for (; at + 16 <= end; at += 16) v128.store(at, i32x4.splat(0));
  for (; at < end; at += 4) store<u32>(at, 0);
}

/** Fills `images` frames of `channels` planes [frameHeight, frameWidth] from those at `source`, for the band that begins at row `top` of each source. */
export function fillFrame(block: WindowBlock, source: usize, images: u32, channels: u32, top: i32, frame: usize): void {
  const image = (<usize>block.groups * block.depth * block.sourceHeight * block.sourceWidth) << 2;
  for (let n: u32 = 0; n < images; n++) fillImage(block, source + n * image, channels, top, frame + ((<usize>n * block.frameImage) << 2));
}

function fillImage(block: WindowBlock, source: usize, channels: u32, top: i32, frame: usize): void {
  const height = block.frameHeight, rowBytes = <usize>block.frameWidth << 2, sourceBytes = <usize>block.sourceWidth << 2, left = <isize>block.lowWidth << 2;
  const first = min(<usize>max(-left, 0), rowBytes), last = max(min(<usize>max(<isize>sourceBytes - left, 0), rowBytes), first);
  for (let c: u32 = 0; c < channels; c++) {
    const plane = source + <usize>c * block.sourceHeight * sourceBytes;
    for (let y: u32 = 0; y < height; y++, frame += rowBytes) {
      const row = top + <i32>y;
      if (row < 0 || row >= <i32>block.sourceHeight) zero(frame, rowBytes);
      else fillRow(frame, first, last, rowBytes, plane + row * sourceBytes + left + first);
    }
  }
}

/** Bytes [first, last) of a row from `source`, zeros before and after. Vectors overlap, so that no row has a slow rest. */
@inline
function fillRow(row: usize, first: usize, last: usize, rowBytes: usize, source: usize): void {
  const bytes = last - first, end = row + rowBytes;
  if (bytes < 16) {
    zero(row, rowBytes);
    for (let at: usize = 0; at < bytes; at += 4) store<f32>(row + first + at, load<f32>(source + at));
    return;
  }
  for (let at = row; at < row + first; at += 16) v128.store(at, i32x4.splat(0));
  for (let at = end; at > row + last; at -= 16) v128.store(at - 16, i32x4.splat(0));
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(row + first + at, v128.load(source + at));
  if (at < bytes) v128.store(row + last - 16, v128.load(source + bytes - 16));
}

/** Byte offsets in the frame of every product of the sum, row-major over [depth, tapsHeight, tapsWidth]. */
export function tapOffsets(block: WindowBlock, depth: u32, offsets: usize): void {
  const plane = <usize>block.frameHeight * block.frameWidth;
  for (let c: usize = 0; c < depth; c++)
    for (let h: usize = 0; h < block.tapsHeight; h++)
      for (let w: usize = 0; w < block.tapsWidth; w++, offsets += 4)
        store<u32>(offsets, (c * plane + h * block.tapStepHeight * block.frameWidth + w * block.tapStepWidth) << 2);
}
