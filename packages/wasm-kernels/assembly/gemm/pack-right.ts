/**
 * panels[p, k, c] = source[k · depthStride + (8p + c) · columnStride]: a block of the right operand in panels of 8 columns; strides in bytes.
 *
 * Columns from `columns` on hold what does not matter, but no garbage: subnormal numbers would be slow.
 */
import { packFour } from "./pack-four";

export function packRight(source: usize, columnStride: isize, depthStride: isize, columns: u32, depth: u32, panels: usize): void {
  for (let column: u32 = 0; column < columns; column += 8, source += columnStride << 3, panels += <usize>depth << 5) {
    const width = columns - column;
    packFour(source, columnStride, depthStride, width, depth, panels, 32);
    packFour(width > 4 ? source + (columnStride << 2) : source, columnStride, depthStride, width > 4 ? width - 4 : width, depth, panels + 16, 32);
  }
}
