import { imageError, type ImageSource } from "../image-source.js";

/**
 * Undoes the filters of `rows` scanlines in place, each a filter byte and `rowBytes` bytes, from `start`; returns where they end.
 *
 * raw = filtered + predictor (mod 256), of left a, above b and above left c: 0 none, 1 a, 2 b, 3 ⌊(a + b) / 2⌋, 4 Paeth(a, b, c).
 */
export function unfilter(data: Uint8Array, start: number, rows: number, rowBytes: number, pixelBytes: number, source: ImageSource): number {
  let at = start;
  for (let row = 0; row < rows; row++) {
    const filter = data[at++]!;
    const above = row === 0 ? -1 : at - rowBytes - 1;
    const end = at + rowBytes;
    if (filter > 4) throw imageError(source, `has a row of filter ${filter}, expected 0 … 4`);
    if (filter === 1) {
      for (let i = at + pixelBytes; i < end; i++) data[i] = data[i]! + data[i - pixelBytes]!;
    } else if (filter === 2) {
      if (above >= 0) for (let i = 0; i < rowBytes; i++) data[at + i] = data[at + i]! + data[above + i]!;
    } else if (filter > 2) {
      for (let i = 0; i < rowBytes; i++) {
        const a = i < pixelBytes ? 0 : data[at + i - pixelBytes]!;
        const b = above < 0 ? 0 : data[above + i]!;
        const c = i < pixelBytes || above < 0 ? 0 : data[above + i - pixelBytes]!;
        data[at + i] = data[at + i]! + (filter === 3 ? (a + b) >> 1 : paeth(a, b, c));
      }
    }
    at = end;
  }
  return at;
}

/** Whichever of a, b, c is nearest to a + b − c; the first of equals. */
function paeth(a: number, b: number, c: number): number {
  const toA = Math.abs(b - c);
  const toB = Math.abs(a - c);
  const toC = Math.abs(a + b - 2 * c);
  if (toA <= toB && toA <= toC) return a;
  return toB <= toC ? b : c;
}
