/**
 * packed[b, t, k, r] = source[b, row t + r, k]: the left operand of a matrix product in tiles of rows (tile-height.ts), one after the other.
 *
 * A tile begins at packed + (b · rows + its first row) · depth; each block of 48 rows is divided anew. `tile` is the height of all tiles
 * instead, and divides the rows; 0: none.
 * k runs over a depth of three axes, row-major (for a weight: channel, kernel row, kernel column); strides count elements, any sign.
 * Work: batch · ⌈rows / 48⌉.
 */
import { packFour } from "./pack-four";
import { rowBlock, tileHeight } from "./tile-height";

@unmanaged
export class PackLeftBlock {
  source: usize;
  packed: usize;
  rows: u32;
  batchStride: i32;
  rowStride: i32;
  depth0: u32;
  depth1: u32;
  depth2: u32;
  depthStride0: i32;
  depthStride1: i32;
  depthStride2: i32;
  tile: u32;
}

export function packLeft(block: PackLeftBlock, begin: u32, end: u32, _scratch: usize): void {
  const rows = block.rows, rowBlocks = (rows + rowBlock - 1) / rowBlock, depthBytes = (<usize>block.depth0 * block.depth1 * block.depth2) << 2;
  const rowStride = <isize>block.rowStride << 2, depthStride = <isize>block.depthStride2 << 2;
  for (let unit = begin; unit < end; unit++) {
    const batch = unit / rowBlocks, first = unit % rowBlocks * rowBlock, last = min(rows, first + rowBlock);
    const matrix = block.source + ((<isize>batch * block.batchStride) << 2);
    let height: u32 = 0;
    for (let row = first; row < last; row += height) {
      height = block.tile ? block.tile : tileHeight(last - row);
      const source = matrix + <isize>row * rowStride;
      let packed = block.packed + (batch * rows + row) * depthBytes;
      for (let i: u32 = 0; i < block.depth0; i++) {
        for (let j: u32 = 0; j < block.depth1; j++, packed += (block.depth2 * height) << 2) {
          packTile(height, source + ((<isize>i * block.depthStride0 + <isize>j * block.depthStride1) << 2), rowStride, depthStride, block.depth2, packed);
        }
      }
    }
  }
}

function packTile(height: u32, source: usize, rowStride: isize, depthStride: isize, depth: u32, packed: usize): void {
  const step = <usize>height << 2;
  for (; height >= 4; height -= 4, source += 4 * rowStride, packed += 16) packFour(source, rowStride, depthStride, 4, depth, packed, step);
  for (; height >= 2; height -= 2, source += 2 * rowStride, packed += 8) packTwo(source, rowStride, depthStride, depth, packed, step);
  if (height) packOne(source, depthStride, depth, packed, step);
}

function packTwo(source: usize, rowStride: isize, depthStride: isize, depth: u32, packed: usize, step: usize): void {
  let k: u32 = 0;
  if (depthStride == 4) {
    for (; k + 4 <= depth; k += 4, source += 16, packed += 4 * step) {
      const a = v128.load(source), b = v128.load(source + rowStride);
      const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      v128.store_lane<u64>(packed, ab01, 0);
      v128.store_lane<u64>(packed + step, ab01, 1);
      v128.store_lane<u64>(packed + 2 * step, ab23, 0);
      v128.store_lane<u64>(packed + 3 * step, ab23, 1);
    }
  }
  for (; k < depth; k++, source += depthStride, packed += step) {
    store<u32>(packed, load<u32>(source));
    store<u32>(packed, load<u32>(source + rowStride), 4);
  }
}

function packOne(source: usize, depthStride: isize, depth: u32, packed: usize, step: usize): void {
  for (let k: u32 = 0; k < depth; k++, source += depthStride, packed += step) store<u32>(packed, load<u32>(source));
}
