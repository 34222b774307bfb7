/**
 * output[n, c, h, w] = the cell of input that argmax says won window (h, w); 0 where only padding stood. All dense.
 *
 * Work: bands of output rows. Scratch: windowOffsets [kernelHeight, kernelWidth, 2].
 */
import { PoolBlock } from "./pool-block";
import { windowOffsets, winner } from "./winner";

export function maxPoolTake(block: PoolBlock, begin: u32, end: u32, scratch: usize): void {
  windowOffsets(block, scratch);
  for (let unit = begin; unit < end; unit++) {
    const plane = unit / block.bands, first = <i32>(unit % block.bands) * block.bandRows, last = min(block.outHeight, first + block.bandRows);
    const source = block.source + ((<usize>plane * block.inHeight * block.inWidth) << 2);
    let index = (<usize>plane * block.outHeight + first) * block.outWidth;
    for (let h = first; h < last; h++) {
      const top = h * block.strideHeight - block.padTop;
      for (let w = 0; w < block.outWidth; w++, index++) {
        const offset = winner(block, scratch, index), y = top + load<i32>(offset), x = w * block.strideWidth - block.padLeft + load<i32>(offset, 4);
        const isInside = <u32>y < <u32>block.inHeight && <u32>x < <u32>block.inWidth;
        store<f32>(block.target + (index << 2), isInside ? load<f32>(source + (<usize>(y * block.inWidth + x) << 2)) : 0);
      }
    }
  }
}
