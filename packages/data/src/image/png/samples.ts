import type { ImageSource } from "../image-source.js";
import type { PngHeader } from "./png-header.js";
import { unfilter } from "./unfilter.js";

/** One of the images into which a PNG is split: its pixel (i, j) is pixel (x + i · stepX, y + j · stepY) of the whole. */
interface Pass {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
}

const whole: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];
const adam7: readonly Pass[] = [
  { x: 0, y: 0, stepX: 8, stepY: 8 },
  { x: 4, y: 0, stepX: 8, stepY: 8 },
  { x: 0, y: 4, stepX: 4, stepY: 8 },
  { x: 2, y: 0, stepX: 4, stepY: 4 },
  { x: 0, y: 2, stepX: 2, stepY: 4 },
  { x: 1, y: 0, stepX: 2, stepY: 2 },
  { x: 0, y: 1, stepX: 1, stepY: 2 },
];

/** The passes that have pixels, with their sizes. */
function passesOf({ width, height, depth, samples, interlaced }: PngHeader) {
  const passes = (interlaced ? adam7 : whole).map((pass) => {
    const columns = Math.ceil((width - pass.x) / pass.stepX);
    return { ...pass, columns, rows: Math.ceil((height - pass.y) / pass.stepY), rowBytes: Math.ceil((columns * samples * depth) / 8) };
  });
  return passes.filter(({ columns, rows }) => columns > 0 && rows > 0);
}

/** Bytes of the filtered scanlines of all passes. */
export function filteredSize(header: PngHeader): number {
  return passesOf(header).reduce((size, { rows, rowBytes }) => size + rows * (1 + rowBytes), 0);
}

/** The numbers of all pixels as they stand in the file (grey, palette indices, RGB …), from filtered scanlines, which are overwritten. */
export function readSamples(filtered: Uint8Array, header: PngHeader, source: ImageSource): Uint8Array | Uint16Array {
  const { width, height, depth, samples } = header;
  const size = width * height * samples;
  const output = depth === 16 ? new Uint16Array(size) : new Uint8Array(size);
  let start = 0;
  for (const { x, y, stepX, stepY, columns, rows, rowBytes } of passesOf(header)) {
    const end = unfilter(filtered, start, rows, rowBytes, Math.max(1, (samples * depth) / 8), source);
    for (let row = 0; row < rows; row++) {
      const line = start + row * (1 + rowBytes) + 1;
      let to = ((y + row * stepY) * width + x) * samples;
      if (depth === 8 && stepX === 1) {
        output.set(filtered.subarray(line, line + rowBytes), to);
        continue;
      }
      for (let column = 0; column < columns; column++) {
        for (let s = 0; s < samples; s++) output[to + s] = sampleAt(filtered, line, column * samples + s, depth);
        to += stepX * samples;
      }
    }
    start = end;
  }
  return output;
}

/** Number `index` of a scanline; several to a byte have their first in the highest bits. */
function sampleAt(data: Uint8Array, line: number, index: number, depth: number): number {
  if (depth === 8) return data[line + index]!;
  if (depth === 16) return (data[line + 2 * index]! << 8) | data[line + 2 * index + 1]!;
  const bit = index * depth;
  return (data[line + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}
