/** The values of `channels` interleaved planes. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/**
 * Resizes by area: each output value is the mean of the input under it, by share; whole multiples repeat the values.
 *
 * - samples: `[height, width, channels]`
 * - output: `[outHeight, outWidth, channels]`; a Uint8ClampedArray rounds
 *
 * Rows first, then columns; a value that has no share is not touched, so that a NaN stays where it is.
 */
export function areaAverage<Output extends Float64Array | Uint8ClampedArray>(
  { width, height, channels, data }: Samples, outWidth: number, outHeight: number, output: Output,
): Output {
  const columns = shares(width, outWidth);
  const rows = shares(height, outHeight);
  const line = new Float64Array(width * channels); // the input rows under one output row
  rows.forEach((parts, y) => {
    line.fill(0);
    for (const [row, share] of parts) {
      for (let i = 0; i < line.length; i++) line[i]! += share * data[row * line.length + i]!;
    }
    columns.forEach((across, x) => {
      for (let channel = 0; channel < channels; channel++) {
        let mean = 0;
        for (const [column, share] of across) mean += share * line[column * channels + channel]!;
        output[(y * outWidth + x) * channels + channel] = mean;
      }
    });
  });
  return output;
}

/** For each of `outLength` equal pieces of [0, length): which cells it covers, and how much of the piece each of them is. */
function shares(length: number, outLength: number): (readonly [cell: number, share: number])[][] {
  return Array.from({ length: outLength }, (_, piece) => {
    const parts: [number, number][] = [];
    for (let cell = Math.floor((piece * length) / outLength); cell * outLength < (piece + 1) * length; cell++) {
      // In units of 1 / outLength, so that whole multiples are exact.
      const covered = Math.min((cell + 1) * outLength, (piece + 1) * length) - Math.max(cell * outLength, piece * length);
      parts.push([cell, covered / length]);
    }
    return parts;
  });
}
