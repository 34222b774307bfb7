import { imageError, type ImageSource } from "../image-source.js";
import type { RasterImage } from "../raster-image.js";
import { colorTypes } from "./png-header.js";
import type { PngChunks } from "./read-chunks.js";

type Samples = Uint8Array | Uint16Array;

/** Samples of the file as an image: palettes become RGB, transparency becomes alpha, 1, 2 and 4 bits become 8. */
export function toImage(samples: Samples, { header, palette, transparency }: PngChunks, source: ImageSource): RasterImage {
  const { width, height, colorType, depth } = header;
  if (colorType === colorTypes.palette) return { width, height, ...lookUp(samples, palette, transparency, source) };
  if (transparency && header.samples % 2 === 0) throw imageError(source, `has a chunk tRNS beside an alpha channel, expected one of them`);
  const data = transparency ? addAlpha(samples, header.samples, transparency, depth, source) : samples;
  const channels = transparency ? header.samples + 1 : header.samples;
  if (depth < 8) {
    const levels = (1 << depth) - 1;
    for (let i = 0; i < data.length; i += channels) data[i]! *= 255 / levels;
  }
  return { width, height, channels: channels as RasterImage["channels"], data };
}

function lookUp(indices: Samples, palette: Uint8Array | null, alphas: Uint8Array | null, source: ImageSource): Pick<RasterImage, "channels" | "data"> {
  if (!palette) throw imageError(source, `has no palette, expected a chunk PLTE before its data`);
  const colors = palette.length / 3;
  if (alphas && alphas.length > colors) throw imageError(source, `has a chunk tRNS of ${alphas.length} bytes, expected at most one for each of ${colors} colours`);
  const channels = alphas ? 4 : 3;
  const data = new Uint8Array(indices.length * channels);
  for (let i = 0, to = 0; i < indices.length; i++, to += channels) {
    const index = indices[i]!;
    if (index >= colors) throw imageError(source, `has a pixel of colour ${index}, but a palette of ${colors}`);
    for (let c = 0; c < 3; c++) data[to + c] = palette[3 * index + c]!;
    if (alphas) data[to + 3] = index < alphas.length ? alphas[index]! : 255;
  }
  return { channels, data };
}

/** Appends an alpha channel: 0 where a pixel is the transparent colour, else full. */
function addAlpha(samples: Samples, channels: number, transparency: Uint8Array, depth: number, source: ImageSource): Samples {
  if (transparency.length !== 2 * channels) throw imageError(source, `has a chunk tRNS of ${transparency.length} bytes, expected ${2 * channels}`);
  const color = Array.from({ length: channels }, (_, c) => (transparency[2 * c]! << 8) | transparency[2 * c + 1]!);
  const pixels = samples.length / channels;
  const output = depth === 16 ? new Uint16Array(pixels * (channels + 1)) : new Uint8Array(pixels * (channels + 1));
  const opaque = depth === 16 ? 65535 : 255;
  for (let i = 0; i < pixels; i++) {
    let matches = true;
    for (let c = 0; c < channels; c++) {
      const value = samples[i * channels + c]!;
      output[i * (channels + 1) + c] = value;
      matches &&= value === color[c];
    }
    output[i * (channels + 1) + channels] = matches ? 0 : opaque;
  }
  return output;
}
