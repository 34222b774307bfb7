/** IEEE 754 half precision: sign 1, exponent 5 (bias 15), mantissa 10 bits; every value is exact in float32. */
export function float16ToFloat32(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const mantissa = bits & 1023;
    if (exponent === 0) return sign * mantissa * 2 ** -24;
    if (exponent === 31) return mantissa ? NaN : sign * Infinity;
    return sign * (1024 + mantissa) * 2 ** (exponent - 25);
  });
}

/** bfloat16 is the upper half of a float32. */
export function bfloat16ToFloat32(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** To the nearest half, of two equally near to the one with an even mantissa; from 65520 on to Infinity, as IEEE 754 and PyTorch do. */
export function float32ToFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
    const size = Math.abs(value);
    if (Number.isNaN(value)) return 0x7e00;
    if (size >= 65520) return sign | 0x7c00;
    // Halves lie 2^-24 apart below 2^-14, then 1024 to each power of two.
    const exponent = Math.max(-14, Math.floor(Math.log2(size)));
    const steps = roundToEven(size / 2 ** (exponent - 10));
    // 2048 steps carry into the exponent by themselves; 1024 of them are its implied 1.
    return sign | (((exponent + 14) << 10) + steps);
  });
}

/** The upper half of a float32, rounded as above. */
export function float32ToBfloat16(values: Float32Array): Uint16Array {
  const words = new Uint32Array(Float32Array.from(values).buffer);
  return Uint16Array.from(words, (word, i) => (Number.isNaN(values[i]) ? 0x7fc0 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
