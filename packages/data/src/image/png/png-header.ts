import { checkSize, imageError, type ImageSource } from "../image-source.js";

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a number: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly colorType: number;
  /** Numbers of a pixel in the file; of a palette image one index. */
  readonly samples: number;
  readonly interlaced: boolean;
}

export const colorTypes = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgbAlpha: 6 } as const;

/** Numbers of a pixel and the depths they may have (PNG specification, table 11.1). */
const allowed: ReadonlyMap<number, { readonly samples: number; readonly depths: readonly number[] }> = /* @__PURE__ */ new Map([
  [colorTypes.grey, { samples: 1, depths: [1, 2, 4, 8, 16] }],
  [colorTypes.rgb, { samples: 3, depths: [8, 16] }],
  [colorTypes.palette, { samples: 1, depths: [1, 2, 4, 8] }],
  [colorTypes.greyAlpha, { samples: 2, depths: [8, 16] }],
  [colorTypes.rgbAlpha, { samples: 4, depths: [8, 16] }],
]);

export function readPngHeader(content: Uint8Array, source: ImageSource): PngHeader {
  if (content.length !== 13) throw imageError(source, `has an IHDR of ${content.length} bytes, expected 13`);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [depth, colorType, compression, filter, interlace] = content.subarray(8) as unknown as [number, number, number, number, number];
  const form = allowed.get(colorType);
  if (!form?.depths.includes(depth)) throw imageError(source, `has colour type ${colorType} with ${depth} bits, which PNG does not know`);
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw imageError(source, `has compression, filter and interlace ${compression}, ${filter} and ${interlace}, expected 0, 0 and 0 or 1`);
  }
  const header = { width: view.getUint32(0), height: view.getUint32(4), depth, colorType, samples: form.samples, interlaced: interlace === 1 };
  checkSize(source, header.width, header.height);
  return header;
}
