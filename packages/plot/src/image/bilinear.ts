/**
 * Resizes by interpolating between the four nearest values, pixel centres at half-integers and edges repeated, as PyTorch's
 * `interpolate(mode="bilinear", align_corners=False)`.
 *
 * - plane: `[height, width]`
 * - output: `[outHeight, outWidth]`
 */
export function bilinear(plane: ArrayLike<number>, width: number, height: number, outWidth: number, outHeight: number): Float64Array {
  const columns = neighbours(width, outWidth);
  const rows = neighbours(height, outHeight);
  const output = new Float64Array(outWidth * outHeight);
  rows.forEach(([above, below, down], y) => {
    columns.forEach(([left, right, along], x) => {
      const upper = mix(plane[above * width + left]!, plane[above * width + right]!, along);
      const lower = mix(plane[below * width + left]!, plane[below * width + right]!, along);
      output[y * outWidth + x] = mix(upper, lower, down);
    });
  });
  return output;
}

/** For each output: the two cells between whose centres it lies, and how far it is from the first. */
function neighbours(length: number, outLength: number): (readonly [first: number, second: number, share: number])[] {
  return Array.from({ length: outLength }, (_, i) => {
    const at = Math.min(length - 1, Math.max(0, ((i + 0.5) * length) / outLength - 0.5));
    const first = Math.floor(at);
    return [first, Math.min(length - 1, first + 1), at - first] as const;
  });
}

function mix(from: number, to: number, share: number): number {
  return share === 0 ? from : from * (1 - share) + to * share;
}
