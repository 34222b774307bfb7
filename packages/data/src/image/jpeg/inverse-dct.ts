import type { Component } from "./frame.js";

/** Fixed-point constants of 13 bits, named by their values. */
const c0_298631336 = 2446;
const c0_390180644 = 3196;
const c0_541196100 = 4433;
const c0_765366865 = 6270;
const c0_899976223 = 7373;
const c1_175875602 = 9633;
const c1_501321110 = 12299;
const c1_847759065 = 15137;
const c1_961570560 = 16069;
const c2_053119869 = 16819;
const c2_562915447 = 20995;
const c3_072711026 = 25172;

/** Bytes of a plane, `stride` to a row. */
export interface Plane {
  readonly data: Uint8Array;
  readonly stride: number;
}

/**
 * The pixels of a component, padded to whole blocks: coefficient · quantization factor, inverse DCT, + 128, clamped to 0 … 255.
 *
 * The integer DCT of C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications" (ICASSP 1989), with
 * the constants and roundings of libjpeg's `jidctint`, so that pixels equal those of libjpeg and Pillow.
 */
export function inverseDct({ coefficients, quantization, blocksPerLine, blocksPerColumn }: Component): Plane {
  const stride = 8 * blocksPerLine;
  const data = new Uint8ClampedArray(stride * 8 * blocksPerColumn);
  const work = new Int32Array(64);
  const factors = quantization!;
  for (let row = 0, block = 0; row < blocksPerColumn; row++) {
    for (let column = 0; column < blocksPerLine; column++, block += 64) {
      let flat = true;
      for (let i = 1; i < 64 && flat; i++) flat = coefficients[block + i] === 0;
      const to = 8 * (row * stride + column);
      if (flat) {
        // What the two passes make of a block that has only its mean.
        const value = ((((coefficients[block]! * factors[0]!) << 2) + 16) >> 5) + 128;
        for (let y = 0; y < 8; y++) data.fill(value, to + y * stride, to + y * stride + 8);
        continue;
      }
      for (let i = 0; i < 64; i++) work[i] = coefficients[block + i]! * factors[i]!;
      for (let x = 0; x < 8; x++) transform(work, x, 8, 11);
      for (let y = 0; y < 8; y++) transform(work, 8 * y, 1, 18);
      for (let y = 0; y < 8; y++) {
        for (let x = 0; x < 8; x++) data[to + y * stride + x] = work[8 * y + x]! + 128;
      }
    }
  }
  return { data: new Uint8Array(data.buffer), stride };
}

/** One dimension: 8 numbers from `at`, `step` apart, in place; the result is scaled by 2^13 and then rounded off by `shift` bits. */
function transform(w: Int32Array, at: number, step: number, shift: number): void {
  const in0 = w[at]!;
  const in1 = w[at + step]!;
  const in2 = w[at + 2 * step]!;
  const in3 = w[at + 3 * step]!;
  const in4 = w[at + 4 * step]!;
  const in5 = w[at + 5 * step]!;
  const in6 = w[at + 6 * step]!;
  const in7 = w[at + 7 * step]!;
  const half = 1 << (shift - 1);

  const even = (in2 + in6) * c0_541196100;
  const even2 = even - in6 * c1_847759065;
  const even3 = even + in2 * c0_765366865;
  const sum = (in0 + in4) * 8192 + half;
  const difference = (in0 - in4) * 8192 + half;
  const a0 = sum + even3;
  const a3 = sum - even3;
  const a1 = difference + even2;
  const a2 = difference - even2;

  const z5 = (in7 + in3 + in5 + in1) * c1_175875602;
  const z1 = -(in7 + in1) * c0_899976223;
  const z2 = -(in5 + in3) * c2_562915447;
  const z3 = z5 - (in7 + in3) * c1_961570560;
  const z4 = z5 - (in5 + in1) * c0_390180644;
  const b0 = in7 * c0_298631336 + z1 + z3;
  const b1 = in5 * c2_053119869 + z2 + z4;
  const b2 = in3 * c3_072711026 + z2 + z3;
  const b3 = in1 * c1_501321110 + z1 + z4;

  w[at] = (a0 + b3) >> shift;
  w[at + 7 * step] = (a0 - b3) >> shift;
  w[at + step] = (a1 + b2) >> shift;
  w[at + 6 * step] = (a1 - b2) >> shift;
  w[at + 2 * step] = (a2 + b1) >> shift;
  w[at + 5 * step] = (a2 - b1) >> shift;
  w[at + 3 * step] = (a3 + b0) >> shift;
  w[at + 4 * step] = (a3 - b0) >> shift;
}
