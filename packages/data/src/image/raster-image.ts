/**
 * An image in host memory: height × width pixels of `channels` numbers each, row by row (HWC).
 *
 * 1 channel is grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha. A Uint8Array counts from 0 to 255, a Uint16Array from 0 to 65535.
 *
 * **Shapes**: data [height · width · channels].
 *
 * @example
 * const red: RasterImage = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) };
 */
export interface RasterImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array | Uint16Array;
}

/** The number that stands for full intensity: 255 or 65535. */
export const fullScale = ({ data }: RasterImage): number => (data instanceof Uint16Array ? 65535 : 255);

/** An empty image of the same channels and bits. */
export function blankLike(image: RasterImage, width: number, height: number): RasterImage {
  const size = width * height * image.channels;
  return { width, height, channels: image.channels, data: image.data instanceof Uint16Array ? new Uint16Array(size) : new Uint8Array(size) };
}

export function isRasterImage(value: unknown): value is RasterImage {
  if (typeof value !== "object" || value === null) return false;
  const { width, height, channels, data } = value as Partial<RasterImage>;
  if (!(data instanceof Uint8Array || data instanceof Uint16Array) || ![1, 2, 3, 4].includes(channels!)) return false;
  return Number.isInteger(width) && width! > 0 && data.length === width! * height! * channels!;
}
