import type { Normalization } from "../data/data.js";

/** What a network sees [C, H, W], and what turns it back into a picture. */
export interface Photo {
  readonly data: Float32Array;
  readonly shape: readonly [number, number, number];
  readonly normalization: Normalization;
}
