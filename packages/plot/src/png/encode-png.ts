import { ArgumentError, ShapeError } from "@convoke/core";
import { checkInteger, checkOptions } from "../check-options.js";
import { crc32 } from "./crc32.js";
import { filterRows } from "./filter-rows.js";

/** Pixels, 8 bits a channel, row by row: grey (1 channel), RGB (3) or RGBA (4). */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const colourTypes = new Map([[1, 0], [3, 2], [4, 6]]); // channels → grey, RGB, RGBA
const largestSide = 2 ** 31 - 1;

/**
 * Encodes pixels as the bytes of a PNG file.
 *
 * **Shapes** data: `[height, width, channels]`, 0…255.
 *
 * @throws ArgumentError for a size or channels that PNG does not have
 * @throws ShapeError for data of another length
 * @example
 * const png = await encodePng({ width: 2, height: 1, channels: 1, data: new Uint8Array([0, 255]) });
 * @see https://www.w3.org/TR/png-3/
 */
export async function encodePng(image: Image): Promise<Uint8Array> {
  checkOptions("encodePng", image, ["width", "height", "channels", "data"]);
  const { width, height, channels, data } = image;
  checkInteger("encodePng", "width", width, 1, largestSide);
  checkInteger("encodePng", "height", height, 1, largestSide);
  const colourType = colourTypes.get(channels);
  if (colourType === undefined) throw new ArgumentError(`encodePng: channels is ${channels}, expected 1, 3 or 4`);
  if (!(data instanceof Uint8Array)) throw new ArgumentError("encodePng: data is not a Uint8Array");
  if (data.length !== width * height * channels) {
    throw new ShapeError(`encodePng: data has ${data.length} bytes, but [${height}, ${width}, ${channels}] needs ${width * height * channels}`);
  }

  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits a channel
  header.setUint8(9, colourType);
  const pixels = await deflate(filterRows(data, width * channels, channels));
  return concat([
    Uint8Array.from(signature),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", pixels),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** length (of the content only), type, content, CRC (of type and content). */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  for (let i = 0; i < 4; i++) bytes[4 + i] = type.charCodeAt(i);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate")); // "deflate" is zlib's format, as PNG's
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
