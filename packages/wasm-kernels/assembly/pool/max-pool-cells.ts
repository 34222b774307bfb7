import { endTap, firstTap, PoolBlock } from "./pool-block";

/** Outputs [w, wEnd) of row h, one at a time; `to` is the element that the row begins with. */
export function cells(block: PoolBlock, source: usize, h: i32, w: i32, wEnd: i32, to: usize): void {
  const top = h * block.strideHeight - block.padTop;
  const khFirst = firstTap(top, block.dilationHeight), khEnd = endTap(top, block.dilationHeight, block.kernelHeight, block.inHeight);
  for (; w < wEnd; w++) {
    const left = w * block.strideWidth - block.padLeft;
    const kwFirst = firstTap(left, block.dilationWidth), kwEnd = endTap(left, block.dilationWidth, block.kernelWidth, block.inWidth);
    // The winner where all cells are −Infinity, as the padding is.
    let best: f32 = -Infinity, position = min(khFirst, block.kernelHeight - 1) * block.kernelWidth + min(kwFirst, block.kernelWidth - 1);
    for (let kh = khFirst; kh < khEnd; kh++) {
      const row = source + (<isize>((top + kh * block.dilationHeight) * block.inWidth + left) << 2);
      for (let kw = kwFirst; kw < kwEnd; kw++) {
        const value = load<f32>(row + (<usize>(kw * block.dilationWidth) << 2));
        if (!(value <= best) && best == best) {
          best = value;
          position = kh * block.kernelWidth + kw;
        }
      }
    }
    const at = to + w;
    store<f32>(block.target + (at << 2), best);
    if (block.argmax) {
      if (block.argmaxBytes == 1) store<u8>(block.argmax + at, <u8>position);
      else store<u32>(block.argmax + (at << 2), position);
    }
  }
}

@inline
export function storePositions(argmax: usize, bytes: u32, at: usize, position: v128): void {
  if (bytes == 1) {
    const halves = i16x8.narrow_i32x4_u(position, position);
    v128.store_lane<u32>(argmax + at, i8x16.narrow_i16x8_u(halves, halves), 0);
  } else v128.store(argmax + (at << 2), position);
}
