/**
 * output[r, c] = (k > 0 ? output[r, c] : bias[r]) + Σ_j left[r, k + j] · right[j, c]: rows [firstRow, lastRow) of a block of columns, one depth block of the sum.
 *
 * left is packLeft's, depthBytes a row of it; firstRow is a multiple of 48. right is packed in panels [length, 8], `columns` of whose columns count, 256 at most.
 * Column c of row r of the output lies at output + r · rowBytes + 4·c, or + lanes[c] where `lanes` is given. A tile of the left operand stays in the
 * first-level cache while it meets all panels. `tile`: [6, 8] of scratch. The bias may be null.
 */
import { isRun } from "./lanes";
import { multiplyRows } from "./multiply-tile";
import { storeTile } from "./store-tile";
import { rowBlock, tileHeight } from "./tile-height";

export function multiplyPanels(
  firstRow: u32, lastRow: u32, left: usize, depthBytes: usize, k: u32, right: usize, length: u32, columns: u32,
  bias: usize, output: usize, rowBytes: usize, lanes: usize, tile: usize,
): void {
  const adds = k > 0;
  if (adds) bias = 0;
  // Bit p: the 8 cells of panel p follow each other.
  let runs: u32 = 0;
  for (let column: u32 = 0; column + 8 <= columns; column += 8) if (!lanes || isRun(lanes + (<usize>column << 2))) runs |= 1 << (column >> 3);
  let height: u32 = 0, blockEnd = firstRow;
  for (let row = firstRow; row < lastRow; row += height) {
    if (row == blockEnd) blockEnd = min(lastRow, row + rowBlock);
    height = tileHeight(blockEnd - row);
    const from = left + row * depthBytes + <usize>(k * height << 2), to = output + row * rowBytes, start = bias ? bias + (<usize>row << 2) : 0;
    let panel = right;
    for (let column: u32 = 0; column < columns; column += 8, panel += <usize>length << 5) {
      const cells = lanes ? lanes + (<usize>column << 2) : 0;
      if (runs >> (column >> 3) & 1) multiplyRows(height, from, panel, length, start, to + (cells ? load<u32>(cells) : <usize>column << 2), rowBytes, adds);
      else {
        multiplyRows(height, from, panel, length, start, tile, 32, false);
        storeTile(tile, height, min(8, columns - column), to + (cells ? 0 : <usize>column << 2), rowBytes, cells, adds);
      }
    }
  }
}
