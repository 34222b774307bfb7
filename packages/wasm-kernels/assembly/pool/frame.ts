import { PoolBlock } from "./pool-block";

/** Bytes from one row that the windows read to the next. */
@inline
export function pitchOf(block: PoolBlock): usize {
  return <usize>(block.isDirect ? block.inWidth : block.frameWidth) << 2;
}

/** What output rows [first, last) of a plane see, beginning with the corner of their first window; copied to `frame`, with `padding` around, where it must be. */
export function framed(block: PoolBlock, source: usize, first: i32, last: i32, padding: f32, frame: usize): usize {
  const top = first * block.strideHeight - block.padTop, width = block.frameWidth, inWidth = block.inWidth;
  if (block.isDirect) return source + (<usize>(top * inWidth) << 2);
  const rows = (last - first - 1) * block.strideHeight + (block.kernelHeight - 1) * block.dilationHeight + 1;
  const left = min(block.padLeft, width), count = min(inWidth, width - left);
  let to = frame;
  for (let y = top; y < top + rows; y++) {
    const isInside = y >= 0 && y < block.inHeight;
    to = fill(to, isInside ? left : width, padding);
    if (isInside) {
      to = copy(source + (<usize>(y * inWidth) << 2), to, count);
      to = fill(to, width - left - count, padding);
    }
  }
  return frame;
}

@inline
function fill(to: usize, count: i32, value: f32): usize {
  for (; count > 0; count--, to += 4) store<f32>(to, value);
  return to;
}

@inline
function copy(from: usize, to: usize, count: i32): usize {
  const end = to + (<usize>count << 2);
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
  return end;
}

/** 4 elements, `step` apart (1, 2, or the stride that is given); none beyond the last is touched. */
@inline
export function loadFour(step: i32, at: usize, stride: i32): v128 {
  if (step == 1) return v128.load(at);
  if (step == 2) return v128.shuffle<f32>(v128.load(at), v128.load(at, 12), 0, 2, 5, 7);
  const bytes = <usize>stride << 2;
  let four = v128.load32_zero(at);
  four = v128.load_lane<u32>(at + bytes, four, 1);
  four = v128.load_lane<u32>(at + 2 * bytes, four, 2);
  return v128.load_lane<u32>(at + 3 * bytes, four, 3);
}
