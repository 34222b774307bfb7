import { blankLike, fullScale, type RasterImage } from "../image/raster-image.js";

/** For each output place the first input place and the weights of it and the following ones. */
interface Weights {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` of them to an output place. */
  readonly values: Int32Array | Float64Array;
  readonly stride: number;
}

/** Fixed point: 8 bits of a pixel, 22 of a weight, 2 to spare. */
const precision = 22;

/**
 * The image at another size, each axis by itself: output(x) = Σ w(i) · input(i), w the triangle of width max(1, input / output) around the place that x has
 * in the input, so that shrinking takes the mean of all pixels (antialiasing).
 *
 * The weights, their fixed point for 8 bits, and the order (rows first, rounded, then columns) are Pillow's, which torchvision uses for images.
 */
export function resample(image: RasterImage, width: number, height: number): RasterImage {
  const exact = fullScale(image) === 255;
  const wide = width === image.width ? image : along(image, width, image.height, triangle(image.width, width, exact), image.channels, exact, true);
  return height === image.height ? wide : along(wide, width, height, triangle(image.height, height, exact), width * image.channels, exact, false);
}

function triangle(from: number, to: number, exact: boolean): Weights {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const values = exact ? new Int32Array(to * stride) : new Float64Array(to * stride);
  for (let x = 0; x < to; x++) {
    const center = (x + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const size = Math.min(from, Math.trunc(center + support + 0.5)) - start;
    const weights = Array.from({ length: size }, (_, i) => Math.max(0, 1 - Math.abs((i + start - center + 0.5) / support)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let i = 0; i < size; i++) values[x * stride + i] = exact ? Math.floor(0.5 + (weights[i]! / total) * 2 ** precision) : weights[i]! / total;
    first[x] = start;
    count[x] = size;
  }
  return { first, count, values, stride };
}

/**
 * One axis: of rows of `step` channels when `horizontal`, else of columns of `step` numbers a row.
 *
 * **Shapes**: [height, width · channels] → [height, width' · channels] or [height', width · channels].
 */
function along(image: RasterImage, width: number, height: number, weights: Weights, step: number, exact: boolean, horizontal: boolean): RasterImage {
  const output = blankLike(image, width, height);
  const { data } = image;
  const { first, count, values, stride } = weights;
  const lines = horizontal ? height : 1;
  const places = horizontal ? width : height;
  for (let y = 0, to = 0; y < lines; y++) {
    for (let x = 0; x < places; x++) {
      const from = y * image.width * image.channels + first[x]! * step;
      const size = count[x]! * step;
      for (let c = 0; c < step; c++, to++) {
        let k = x * stride;
        if (exact) {
          let sum = 1 << (precision - 1);
          for (let i = from + c; i < from + size; i += step) sum = (sum + Math.imul(data[i]!, values[k++]!)) | 0;
          output.data[to] = Math.min(255, sum >> precision);
        } else {
          let sum = 0.5;
          for (let i = from + c; i < from + size; i += step) sum += data[i]! * values[k++]!;
          output.data[to] = Math.min(65535, sum);
        }
      }
    }
  }
  return output;
}
