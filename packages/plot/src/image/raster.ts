/** Red, green, blue, 0…255. */
export type Rgb = readonly [number, number, number];

/** An RGB picture that is drawn into; an `Image` for `encodePng`. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
}

export function createRaster(width: number, height: number, background: Rgb): Raster {
  const raster: Raster = { width, height, channels: 3, data: new Uint8Array(width * height * 3) };
  fillRect(raster, 0, 0, width, height, background);
  return raster;
}

/** Fills a rectangle that lies inside the raster. */
export function fillRect(raster: Raster, left: number, top: number, width: number, height: number, colour: Rgb): void {
  for (let row = top; row < top + height; row++) {
    let at = (row * raster.width + left) * 3;
    for (let column = 0; column < width; column++) {
      raster.data[at++] = colour[0];
      raster.data[at++] = colour[1];
      raster.data[at++] = colour[2];
    }
  }
}
