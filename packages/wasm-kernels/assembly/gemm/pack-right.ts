/**
 * panels[p, k, c] = source[k · depthStride + (8p + c) · columnStride]: a block of the right operand in panels of 8 columns; strides in bytes.
 *
 * Columns from `columns` on hold what does not matter, but no garbage: subnormal numbers would be slow.
 */
import { columnBlock } from "./depth-block";
import { packFour } from "./pack-four";

export function packRight(source: usize, columnStride: isize, depthStride: isize, columns: u32, depth: u32, panels: usize): void {
  const panelBytes = <usize>depth << 5;
  if (columns == columnBlock && columnStride == 4) {
    // Rows of the block are whole cache lines, often: each is read once.
    for (const end = panels + panelBytes; panels < end; panels += 32, source += depthStride) {
      v128.store(panels, v128.load(source));
      v128.store(panels, v128.load(source, 16), 16);
      v128.store(panels + panelBytes, v128.load(source, 32));
      v128.store(panels + panelBytes, v128.load(source, 48), 16);
    }
    return;
  }
  for (let column: u32 = 0; column < columns; column += 8, source += columnStride << 3, panels += panelBytes) {
    const width = columns - column;
    packFour(source, columnStride, depthStride, width, depth, panels, 32);
    packFour(width > 4 ? source + (columnStride << 2) : source, columnStride, depthStride, width > 4 ? width - 4 : width, depth, panels + 16, 32);
  }
}
