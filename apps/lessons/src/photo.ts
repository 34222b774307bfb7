import { readFile } from "node:fs/promises";
import { data, plot } from "convoke";

/** The photos in `images`; CREDITS.md says whose they are. */
export type PhotoName = "astronaut.png" | "chelsea.jpg";

/** A photo as it comes out of the file: pixels of three bytes, row by row. */
export async function photo(name: PhotoName): Promise<data.RasterImage> {
  return data.decodeImage(await photoBytes(name));
}

export async function photoBytes(name: PhotoName): Promise<Uint8Array> {
  return readFile(new URL(`../images/${name}`, import.meta.url));
}

/** An RGB image as the bytes of a PNG. */
export async function toPng({ width, height, data: pixels }: data.RasterImage): Promise<Uint8Array> {
  return plot.encodePng({ width, height, channels: 3, data: Uint8Array.from(pixels) });
}
