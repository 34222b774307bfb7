/**
 * gradInput[n, c, y, x] = Σ gradOutput[n, c, h, w] over the windows that (y, x) won, in row-major order. All dense.
 *
 * Work: bands of input rows, a multiple of the stride; windows across an edge are visited by both bands, and each keeps to its own rows.
 * Scratch: windowOffsets [kernelHeight, kernelWidth, 2].
 */
import { endWindow, firstWindow, PoolBlock } from "./pool-block";
import { windowOffsets, winner } from "./winner";

export function maxPoolGrad(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  const inWidth = block.inWidth, outWidth = block.outWidth;
  const isPairs = block.kernelHeight == 2 && block.kernelWidth == 2 && block.strideHeight == 2 && block.strideWidth == 2
    && block.dilationHeight == 1 && block.dilationWidth == 1 && block.padTop == 0 && block.padLeft == 0 && block.interiorEnd >= 4;
  windowOffsets(block, scratch);
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, rows = min(block.bandRows, block.inHeight - first);
    const target = block.target + (((<usize>plane * block.inHeight + first) * inWidth) << 2);
    // Cells that spreadPairs writes need no zeros.
    const paired = isPairs ? max(0, min(2 * block.outHeight - first, rows)) & ~1 : 0, pairedWidth = 2 * block.interiorEnd;
    if (paired < rows) memory.fill(target + (<usize>(paired * inWidth) << 2), 0, <usize>((rows - paired) * inWidth) << 2);
    for (let h = firstWindow(block, first), last = endWindow(block, first + rows - 1); h < last; h++) {
      const top = h * block.strideHeight - block.padTop - first, from = (<usize>plane * block.outHeight + h) * outWidth;
      let w: i32 = 0;
      if (isPairs && top < paired) {
        const upper = target + (<usize>(top * inWidth) << 2);
        for (let x = pairedWidth; x < inWidth; x++) {
          store<f32>(upper + (<usize>x << 2), 0);
          store<f32>(upper + (<usize>(inWidth + x) << 2), 0);
        }
        spreadPairs(block, from, upper);
        w = block.interiorEnd;
      }
      for (; w < outWidth; w++) {
        const offset = winner(block, scratch, from + w), y = top + load<i32>(offset), x = w * block.strideWidth - block.padLeft + load<i32>(offset, 4);
        if (<u32>y < <u32>rows && <u32>x < <u32>inWidth) {
          const at = target + (<usize>(y * inWidth + x) << 2);
          store<f32>(at, load<f32>(at) + load<f32>(block.source + ((from + w) << 2)));
        }
      }
    }
  }
}

/** One row of windows of 2 × 2 with stride 2 inside of the input: they share no cell, so each cell is written once. */
function spreadPairs(block: PoolBlock, from: usize, upper: usize): void {
  const lower = upper + (<usize>block.inWidth << 2), count = block.interiorEnd;
  for (let w: i32 = 0; w < count; w += 4) {
    if (w + 4 > count) w = count - 4;
    const index = from + w, to = <usize>w << 3;
    // −0 becomes 0, as in a sum.
    const value = f32x4.add(v128.load(block.source + (index << 2)), f32x4.splat(0));
    const position = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(block.argmax + index)));
    const value0 = v128.and(value, i32x4.eq(position, i32x4.splat(0))), value1 = v128.and(value, i32x4.eq(position, i32x4.splat(1)));
    const value2 = v128.and(value, i32x4.eq(position, i32x4.splat(2))), value3 = v128.and(value, i32x4.eq(position, i32x4.splat(3)));
    v128.store(upper + to, v128.shuffle<f32>(value0, value1, 0, 4, 1, 5));
    v128.store(upper + to, v128.shuffle<f32>(value0, value1, 2, 6, 3, 7), 16);
    v128.store(lower + to, v128.shuffle<f32>(value2, value3, 0, 4, 1, 5));
    v128.store(lower + to, v128.shuffle<f32>(value2, value3, 2, 6, 3, 7), 16);
  }
}
