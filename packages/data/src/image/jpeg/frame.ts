import { checkSize, imageError, type ImageSource } from "../image-source.js";

/** One of the planes of an image: grey, or one of Y, Cb, Cr or R, G, B, of which the last two may be smaller. */
export interface Component {
  readonly id: number;
  /** Of 8 × 8 blocks in a unit (MCU), across and down. */
  readonly h: number;
  readonly v: number;
  readonly quantizationId: number;
  /** Size in pixels, without padding. */
  readonly width: number;
  readonly height: number;
  /** Blocks that are stored: padded to whole units. */
  readonly blocksPerLine: number;
  readonly blocksPerColumn: number;
  /** Of 64 numbers a block, in reading order (not zigzag). */
  readonly coefficients: Int16Array;
  /** The quantization table that held when the first scan began. */
  quantization: Uint16Array | null;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly Component[];
  readonly maxH: number;
  readonly maxV: number;
  readonly unitsPerLine: number;
  readonly unitsPerColumn: number;
}

const refused: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [0xc3, "lossless"], [0xc5, "hierarchical"], [0xc6, "hierarchical"], [0xc7, "hierarchical"],
  [0xc9, "arithmetic-coded"], [0xca, "arithmetic-coded"], [0xcb, "arithmetic-coded"],
  [0xcd, "arithmetic-coded"], [0xce, "arithmetic-coded"], [0xcf, "arithmetic-coded"],
]);

/** Reads a start-of-frame segment; coefficients are allocated only once the size is known to be plausible for `fileBytes`. */
export function readFrame(marker: number, content: Uint8Array, fileBytes: number, source: ImageSource): Frame {
  const kind = refused.get(marker);
  if (kind !== undefined) throw imageError(source, `is ${kind} JPEG, expected baseline or progressive`, "save it as baseline JPEG or as PNG");
  const count = content[5] ?? 0;
  if (content.length !== 6 + 3 * count) throw imageError(source, `has a frame header of ${content.length} bytes, expected ${6 + 3 * count}`);
  if (content[0] !== 8) throw imageError(source, `has ${content[0]} bits, expected 8`);
  if (count === 4) throw imageError(source, "is CMYK (4 components), expected grey or RGB", "convert it to RGB first; how depends on its colour profile");
  if (count !== 1 && count !== 3) throw imageError(source, `has ${count} components, expected 1 (grey) or 3 (RGB)`);
  const height = (content[1]! << 8) | content[2]!;
  const width = (content[3]! << 8) | content[4]!;
  checkSize(source, width, height);

  const specs = Array.from({ length: count }, (_, i) => {
    const [id, sampling, quantizationId] = content.subarray(6 + 3 * i) as unknown as [number, number, number];
    // Of a single component the unit is one block, whatever its header says.
    return { id, h: count === 1 ? 1 : sampling >> 4, v: count === 1 ? 1 : sampling & 15, quantizationId };
  });
  const maxH = Math.max(...specs.map(({ h }) => h));
  const maxV = Math.max(...specs.map(({ v }) => v));
  if (specs.some(({ h, v }) => h < 1 || v < 1 || h > 4 || v > 4 || maxH % h !== 0 || maxV % v !== 0)) {
    const sampling = specs.map(({ h, v }) => `${h}×${v}`).join(", ");
    throw imageError(source, `has sampling factors ${sampling}, expected 1 … 4 that divide the largest of them`);
  }
  const unitsPerLine = Math.ceil(width / (8 * maxH));
  const unitsPerColumn = Math.ceil(height / (8 * maxV));
  const blocks = specs.reduce((sum, { h, v }) => sum + unitsPerLine * h * unitsPerColumn * v, 0);
  // Padding blocks of a plane that is scanned alone take no bits, and each other block at least one.
  if (unitsPerLine * unitsPerColumn > 8 * fileBytes) {
    throw imageError(source, `is truncated, expected at least ${Math.ceil((unitsPerLine * unitsPerColumn) / 8)} bytes for ${width} × ${height} pixels, got ${fileBytes}`);
  }
  if (blocks > 10 * unitsPerLine * unitsPerColumn) throw imageError(source, "has units of more than 10 blocks, which JPEG does not know");
  const components = specs.map((spec) => {
    const blocksPerLine = unitsPerLine * spec.h;
    const blocksPerColumn = unitsPerColumn * spec.v;
    return {
      ...spec,
      width: Math.ceil((width * spec.h) / maxH),
      height: Math.ceil((height * spec.v) / maxV),
      blocksPerLine,
      blocksPerColumn,
      coefficients: new Int16Array(64 * blocksPerLine * blocksPerColumn),
      quantization: null,
    };
  });
  return { width, height, progressive: marker === 0xc2, components, maxH, maxV, unitsPerLine, unitsPerColumn };
}
