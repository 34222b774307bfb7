import { unzlibSync } from "fflate";
import type { RasterImage } from "../raster-image.js";

export interface GoldenImage {
  readonly name: string;
  readonly file: Uint8Array;
  readonly image: RasterImage;
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The cases of a file that tooling/golden/images.py wrote. */
export function readGolden(lines: string): GoldenImage[] {
  return lines.trim().split("\n").map((line) => {
    const { name, file, width, height, channels, bits, pixels } = JSON.parse(line);
    const raw = unzlibSync(fromBase64(pixels));
    const view = new DataView(raw.buffer, raw.byteOffset);
    const data = bits === 16 ? Uint16Array.from({ length: raw.length / 2 }, (_, i) => view.getUint16(2 * i)) : Uint8Array.from(raw);
    return { name, file: fromBase64(file), image: { width, height, channels, data } };
  });
}
