import { blankLike, type RasterImage } from "../image/raster-image.js";
import { checkPixels, choice, heightAndWidth, knownOptions, type Size } from "./check-arguments.js";
import { resample } from "./resample.js";
import { defineImageTransform, type Transform } from "./transform.js";

export interface ResizeOptions {
  /** "bilinear" (default) takes the weighted mean of all pixels that fall into one, "nearest" takes one of them. */
  readonly interpolation?: "bilinear" | "nearest";
}

/**
 * Changes the size of an image: to [height, width], or with one number so that the shorter side has that many pixels. torchvision: `Resize`.
 *
 * Bilinear shrinking is antialiased; 8-bit results equal Pillow's and so torchvision's.
 *
 * **Shapes**: [H, W, C] → [height, width, C], or for one number s and H ≤ W: [s, ⌊s · W / H⌋, C].
 *
 * @throws {ArgumentError} for a size that is none.
 * @example
 * const thumbnail = resize([32, 32])(image);
 */
export function resize(size: Size, options: ResizeOptions = {}): Transform<RasterImage, RasterImage> {
  const given = knownOptions("resize", options, ["interpolation"]);
  const interpolation = choice("resize", "interpolation", given.interpolation, ["bilinear", "nearest"]);
  const [height, width] = heightAndWidth("resize", size);
  return defineImageTransform(["resize", size, { ...given }], (image) => {
    const [toHeight, toWidth] = typeof size === "number" ? shorterSide(image, size) : [height, width];
    checkPixels("resize", toHeight, toWidth);
    return interpolation === "nearest" ? nearest(image, toWidth, toHeight) : resample(image, toWidth, toHeight);
  });
}

function shorterSide({ width, height }: RasterImage, size: number): readonly [number, number] {
  return height <= width ? [size, Math.floor((size * width) / height)] : [Math.floor((size * height) / width), size];
}

/** output(x) = input(⌊(x + ½) · scale⌋); the places are summed up, as Pillow does, whose rounding decides between two that are equally near. */
function nearest(image: RasterImage, width: number, height: number): RasterImage {
  const output = blankLike(image, width, height);
  const { channels } = image;
  const columns = places(image.width, width);
  const rows = places(image.height, height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (rows[y]! * image.width + columns[x]!) * channels;
      for (let c = 0; c < channels; c++) output.data[to++] = image.data[from + c]!;
    }
  }
  return output;
}

function places(from: number, to: number): Int32Array {
  const scale = from / to;
  const output = new Int32Array(to);
  for (let i = 0, place = scale * 0.5; i < to; i++, place += scale) output[i] = Math.min(from - 1, place);
  return output;
}
