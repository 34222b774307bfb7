/** [h, w] → [H, W], bilinear between the centres of cells; beyond the outermost centres the value stays. */
export function upsample(data: ArrayLike<number>, [height, width]: readonly [number, number], [outHeight, outWidth]: readonly [number, number]): Float64Array {
  const output = new Float64Array(outHeight * outWidth);
  for (let h = 0; h < outHeight; h++) {
    const [top, bottom, down] = between(h, height, outHeight);
    for (let w = 0; w < outWidth; w++) {
      const [left, right, across] = between(w, width, outWidth);
      const row = (at: number): number => data[at * width + left]! * (1 - across) + data[at * width + right]! * across;
      output[h * outWidth + w] = row(top) * (1 - down) + row(bottom) * down;
    }
  }
  return output;
}

/** The two cells around output cell `at`, and how far it lies from the first. */
function between(at: number, size: number, outSize: number): [first: number, second: number, share: number] {
  const centre = Math.min(Math.max(((at + 0.5) * size) / outSize - 0.5, 0), size - 1);
  const first = Math.floor(centre);
  return [first, Math.min(first + 1, size - 1), centre - first];
}
