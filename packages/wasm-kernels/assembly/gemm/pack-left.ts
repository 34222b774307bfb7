/**
 * packed[b, p, k, r] = source[b, 4p + r, k]: the left operand of a matrix product in panels of 4 rows, the last filled up with zeros.
 *
 * k runs over a depth of three axes, row-major (for a weight: channel, kernel row, kernel column); strides count elements, any sign.
 * Work: batch · panels, panels = ⌈rows / 4⌉.
 */
import { packFour } from "./pack-four";

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
}

export function packLeft(block: PackLeftBlock, begin: u32, end: u32, _scratch: usize): void {
  const panels = (block.rows + 3) >> 2;
  const panelBytes = (<usize>block.depth0 * block.depth1 * block.depth2) << 4;
  const runBytes = <usize>block.depth2 << 4;
  for (let unit = begin; unit < end; unit++) {
    const row = (unit % panels) << 2;
    const source = block.source + (((<isize>(unit / panels)) * block.batchStride + <isize>row * block.rowStride) << 2);
    let packed = block.packed + <usize>unit * panelBytes;
    for (let i: u32 = 0; i < block.depth0; i++) {
      for (let j: u32 = 0; j < block.depth1; j++, packed += runBytes) {
        const run = source + ((<isize>i * block.depthStride0 + <isize>j * block.depthStride1) << 2);
        packFour(run, block.rowStride << 2, block.depthStride2 << 2, block.rows - row, block.depth2, packed, 16);
      }
    }
  }
}
