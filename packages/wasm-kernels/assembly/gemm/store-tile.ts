/**
 * output[r, c] = (adds ? output[r, c] : 0) + tile[r, c]: a tile at the edge, or one whose cells lie apart.
 *
 * tile [rows, 8], of which `columns` columns count. Row r of the output begins at output + r · rowBytes; column c lies at byte 4·c of it, or at
 * lanes[c] where `lanes` is given.
 */
export function storeTile(tile: usize, rows: u32, columns: u32, output: usize, rowBytes: usize, lanes: usize, adds: bool): void {
  for (let row: u32 = 0; row < rows; row++, tile += 32, output += rowBytes) {
    for (let column: usize = 0; column < columns; column++) {
      const at = output + (lanes ? load<u32>(lanes + (column << 2)) : column << 2), value = load<f32>(tile + (column << 2));
      store<f32>(at, adds ? load<f32>(at) + value : value);
    }
  }
}
