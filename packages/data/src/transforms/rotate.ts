import { blankLike, type RasterImage } from "../image/raster-image.js";

export type RotateInterpolation = "nearest" | "bilinear";

/**
 * Turns an image around its centre, counter-clockwise by `degrees`; what comes from outside is 0. As Pillow's `rotate`.
 *
 * The place of output pixel (x, y) in the input, from the centre: x' = cos · x − sin · y, y' = sin · x + cos · y, with the y axis pointing down.
 */
export function rotate(image: RasterImage, degrees: number, interpolation: RotateInterpolation): RasterImage {
  const { width, height } = image;
  const angle = ((degrees % 360) * Math.PI) / 180;
  // Without the dust of π: quarter turns are exact.
  const cos = round15(Math.cos(angle));
  const sin = round15(Math.sin(angle));
  // In Pillow's order of summation, which decides the last rounding.
  const startX = (cos * -width) / 2 - (sin * -height) / 2 + width / 2;
  const startY = (sin * -width) / 2 + (cos * -height) / 2 + height / 2;
  const output = blankLike(image, width, height);
  const take = interpolation === "nearest" ? takeNearest : takeBilinear;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = cos * (x + 0.5) - sin * (y + 0.5) + startX;
      const fromY = sin * (x + 0.5) + cos * (y + 0.5) + startY;
      if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) take(image, fromX, fromY, output, y * width + x);
    }
  }
  return output;
}

const round15 = (value: number): number => Number(value.toFixed(15));

function takeNearest({ width, channels, data }: RasterImage, x: number, y: number, output: RasterImage, pixel: number): void {
  const from = (Math.floor(y) * width + Math.floor(x)) * channels;
  for (let c = 0; c < channels; c++) output.data[pixel * channels + c] = data[from + c]!;
}

/** Between the centres of the four nearest pixels; at the edge those inside count for those outside. */
function takeBilinear({ width, height, channels, data }: RasterImage, x: number, y: number, output: RasterImage, pixel: number): void {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  const dx = x - 0.5 - left;
  const dy = y - 0.5 - top;
  const [x0, x1] = [Math.max(0, left), Math.min(width - 1, left + 1)];
  const [y0, y1] = [Math.max(0, top), Math.min(height - 1, top + 1)];
  for (let c = 0; c < channels; c++) {
    const at = (row: number, column: number): number => data[(row * width + column) * channels + c]!;
    const above = at(y0, x0) + (at(y0, x1) - at(y0, x0)) * dx;
    const below = at(y1, x0) + (at(y1, x1) - at(y1, x0)) * dx;
    output.data[pixel * channels + c] = above + (below - above) * dy;
  }
}
