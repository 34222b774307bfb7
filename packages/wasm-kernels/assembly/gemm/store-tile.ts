/**
 * output[r, c] = activation((adds ? output[r, c] : 0) + tile[r, c] + bias[r] or [c] + residual[r, c]): a tile at the edge, or one whose cells lie apart.
 *
 * tile [rows, 8], of which `columns` columns count. Row r of the output begins at output + r · rowBytes; column c lies at byte 4·c of it, or at
 * lanes[c] where `lanes` is given. The same sums in the same order as multiplyRows'.
 */
import { activate } from "./epilogue";
import { Finish } from "./multiply-tile";

export function storeTile(tile: usize, rows: u32, columns: u32, output: usize, rowBytes: usize, lanes: usize, adds: bool, finish: Finish | null): void {
  const rowBias = finish ? finish.rowBias : 0, columnBias = finish ? finish.columnBias : 0, residualShift = finish ? finish.residualShift : 0;
  const activation = finish ? finish.activation : 0;
  for (let row: u32 = 0; row < rows; row++, tile += 32, output += rowBytes) {
    for (let column: usize = 0; column < columns; column++) {
      const at = output + (lanes ? load<u32>(lanes + (column << 2)) : column << 2);
      let value = load<f32>(tile + (column << 2));
      if (adds) value = load<f32>(at) + value;
      if (rowBias) value += load<f32>(rowBias + (<usize>row << 2));
      if (columnBias) value += load<f32>(columnBias + (column << 2));
      if (residualShift) value += load<f32>(at + residualShift);
      store<f32>(at, activate(value, activation));
    }
  }
}
