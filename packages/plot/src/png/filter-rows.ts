/** PNG filter types: each byte is stored as its difference to nothing, to the pixel on the left, or to the pixel above. */
const filters = [0, 1, 2]; // None, Sub, Up

/**
 * Prepares pixel rows for compression: every row is preceded by its filter type.
 *
 * Takes for each row the filter with the smallest sum of absolute differences, the PNG specification's advice.
 *
 * - rows: `[height, rowBytes]`
 * - output: `[height, 1 + rowBytes]`
 */
export function filterRows(rows: Uint8Array, rowBytes: number, bytesPerPixel: number): Uint8Array<ArrayBuffer> {
  const height = rows.length / rowBytes;
  const output = new Uint8Array(height * (1 + rowBytes));
  const candidate = new Uint8Array(rowBytes);
  for (let row = 0; row < height; row++) {
    const start = row * rowBytes;
    let best = Infinity;
    for (const filter of filters) {
      let sum = 0;
      for (let i = 0; i < rowBytes; i++) {
        const left = filter === 1 && i >= bytesPerPixel ? rows[start + i - bytesPerPixel]! : 0;
        const above = filter === 2 && row > 0 ? rows[start + i - rowBytes]! : 0;
        const difference = (rows[start + i]! - left - above) & 255;
        candidate[i] = difference;
        sum += difference < 128 ? difference : 256 - difference;
      }
      if (sum < best) {
        best = sum;
        output[row * (1 + rowBytes)] = filter;
        output.set(candidate, row * (1 + rowBytes) + 1);
      }
    }
  }
  return output;
}
