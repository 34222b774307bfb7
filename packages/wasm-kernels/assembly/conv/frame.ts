/** frame[c, y, x] = source[c, top + y, left + x], 0 outside of the source: the only place where bounds are checked. */
import { WindowBlock } from "./window-block";

@inline
function zero(at: usize, bytes: usize): void {
  const end = at + bytes;
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.splat(0));
  for (; at < end; at += 4) store<f32>(at, 0);
}

@inline
function copy(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

/** Fills `channels` planes [frameHeight, frameWidth] from those at `source`, for the band that begins at row `top` of the source. */
export function fillFrame(block: WindowBlock, source: usize, channels: u32, top: i32, frame: usize): void {
  const height = block.frameHeight, width = block.frameWidth, sourceWidth = block.sourceWidth, left = block.lowWidth;
  const first = min(max(-left, 0), <i32>width), last = max(min(<i32>sourceWidth - left, <i32>width), first);
  for (let c: u32 = 0; c < channels; c++) {
    const plane = source + ((<usize>c * block.sourceHeight * sourceWidth) << 2);
    for (let y: u32 = 0; y < height; y++, frame += <usize>width << 2) {
      const row = top + <i32>y;
      if (row < 0 || row >= <i32>block.sourceHeight) {
        zero(frame, <usize>width << 2);
        continue;
      }
      zero(frame, <usize>first << 2);
      copy(frame + (<usize>first << 2), plane + ((<isize>row * sourceWidth + left + first) << 2), <usize>(last - first) << 2);
      zero(frame + (<usize>last << 2), <usize>(width - last) << 2);
    }
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
