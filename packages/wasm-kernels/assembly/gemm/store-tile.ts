/**
 * output[r, c] = activation((adds ? output[r, c] : 0) + tile[r, c] + rowBias[r] + columnBias[c] + residual[r, c])
 *
 * tile [4, 8], of which `rows` × `columns` count. Row r of the output begins at output + r · rowBytes; column c lies at byte 4·c of it, or at
 * lanes[c] where `lanes` is given. The residual is laid out as the output, `residualShift` bytes further on. Null pointers are left out.
 */
import { activate, activate4 } from "./epilogue";

export function storeTile(
  tile: usize, rows: u32, columns: u32, output: usize, rowBytes: usize, lanes: usize,
  adds: bool, rowBias: usize, columnBias: usize, residualShift: usize, activation: u32,
): void {
  const isVector = columns == 8 && lanes == 0;
  if (isVector && rows == 4 && !adds && !columnBias && !residualShift) {
    // The whole tile of a shallow sum, where storing takes as long as multiplying.
    for (let row: usize = 0; row < 4; row++, output += rowBytes) {
      let left = v128.load(tile + (row << 5)), right = v128.load(tile + (row << 5), 16);
      if (rowBias) {
        const bias = v128.load32_splat(rowBias + (row << 2));
        left = f32x4.add(left, bias);
        right = f32x4.add(right, bias);
      }
      v128.store(output, activate4(left, activation));
      v128.store(output, activate4(right, activation), 16);
    }
    return;
  }
  for (let row: u32 = 0; row < rows; row++, tile += 32, output += rowBytes) {
    const bias: f32 = rowBias ? load<f32>(rowBias + (<usize>row << 2)) : 0;
    if (isVector) {
      for (let half: usize = 0; half < 32; half += 16) {
        let value = v128.load(tile + half);
        if (adds) value = f32x4.add(v128.load(output + half), value);
        if (rowBias) value = f32x4.add(value, f32x4.splat(bias));
        if (columnBias) value = f32x4.add(value, v128.load(columnBias + half));
        if (residualShift) value = f32x4.add(value, v128.load(output + half + residualShift));
        v128.store(output + half, activate4(value, activation));
      }
    } else {
      for (let column: usize = 0; column < columns; column++) {
        const at = output + (lanes ? load<u32>(lanes + (column << 2)) : column << 2);
        let value = load<f32>(tile + (column << 2));
        if (adds) value = load<f32>(at) + value;
        if (rowBias) value += bias;
        if (columnBias) value += load<f32>(columnBias + (column << 2));
        if (residualShift) value += load<f32>(at + residualShift);
        store<f32>(at, activate(value, activation));
      }
    }
  }
}
