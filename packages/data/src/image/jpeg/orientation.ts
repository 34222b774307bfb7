import type { RasterImage } from "../raster-image.js";

const orientationTag = 0x0112;

/** The orientation 1 … 8 in an Exif segment (TIFF 6.0, IFD 0); 1 where there is none that makes sense. */
export function readOrientation(exif: Uint8Array): number {
  const tiff = exif.subarray(6);   // "Exif", 0, 0
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return 1;
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const little = order === 0x4949;
  const start = view.getUint32(4, little);
  if (start + 2 > tiff.length) return 1;
  const entries = view.getUint16(start, little);
  for (let i = 0; i < entries && start + 14 + 12 * i <= tiff.length; i++) {
    const at = start + 2 + 12 * i;
    if (view.getUint16(at, little) !== orientationTag || view.getUint16(at + 2, little) !== 3) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** The image as it is meant to be looked at. Orientations 5 … 8 exchange width and height; the others mirror. */
export function orient(image: RasterImage, orientation: number): RasterImage {
  if (orientation === 1) return image;
  const { width, height, channels, data } = image;
  const turned = orientation >= 5;
  const mirrorX = [2, 3, 7, 8].includes(orientation);
  const mirrorY = [3, 4, 6, 7].includes(orientation);
  const output = { width: turned ? height : width, height: turned ? width : height, channels, data: new Uint8Array(data.length) };
  for (let y = 0, to = 0; y < output.height; y++) {
    for (let x = 0; x < output.width; x++) {
      const [i, j] = turned ? [y, x] : [x, y];   // column and row before mirroring
      const from = ((mirrorY ? height - 1 - j : j) * width + (mirrorX ? width - 1 - i : i)) * channels;
      for (let c = 0; c < channels; c++) output.data[to++] = data[from + c]!;
    }
  }
  return output;
}
