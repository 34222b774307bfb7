import { blankLike, type RasterImage } from "../image/raster-image.js";

/** The part of `height` × `width` pixels from (top, left), which may reach beyond the image: there it is 0. */
export function crop(image: RasterImage, top: number, left: number, height: number, width: number): RasterImage {
  const output = blankLike(image, width, height);
  const { channels } = image;
  const firstColumn = Math.max(0, left);
  const lastColumn = Math.min(image.width, left + width);
  if (lastColumn <= firstColumn) return output;
  for (let y = Math.max(0, top); y < Math.min(image.height, top + height); y++) {
    const from = (y * image.width + firstColumn) * channels;
    const row = image.data.subarray(from, from + (lastColumn - firstColumn) * channels);
    output.data.set(row, ((y - top) * width + firstColumn - left) * channels);
  }
  return output;
}
