import type { IdxData } from "./idx-header.js";

const types = { Uint8Array: [0x08, 1], Int8Array: [0x09, 1], Int16Array: [0x0b, 2], Int32Array: [0x0c, 4], Float32Array: [0x0d, 4], Float64Array: [0x0e, 8] } as const;

/** Writes an IDX file, straight from the format's definition. */
export function encodeIdx(shape: readonly number[], data: IdxData): Uint8Array {
  const [type, width] = types[data.constructor.name as keyof typeof types];
  const start = 4 + 4 * shape.length;
  const view = new DataView(new ArrayBuffer(start + data.length * width));
  view.setUint8(2, type);
  view.setUint8(3, shape.length);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  data.forEach((value: number, i: number) => {
    if (type === 0x08) view.setUint8(start + i, value);
    if (type === 0x09) view.setInt8(start + i, value);
    if (type === 0x0b) view.setInt16(start + 2 * i, value);
    if (type === 0x0c) view.setInt32(start + 4 * i, value);
    if (type === 0x0d) view.setFloat32(start + 4 * i, value);
    if (type === 0x0e) view.setFloat64(start + 8 * i, value);
  });
  return new Uint8Array(view.buffer);
}

/** Four IDX files in MNIST's form: 3 training and 2 test images of 2 × 2. */
export function tinyMnist() {
  return {
    trainImages: encodeIdx([3, 2, 2], Uint8Array.from({ length: 12 }, (_, i) => 20 * i)),
    trainLabels: encodeIdx([3], Uint8Array.of(7, 0, 9)),
    testImages: encodeIdx([2, 2, 2], Uint8Array.from({ length: 8 }, (_, i) => 255 - i)),
    testLabels: encodeIdx([2], Uint8Array.of(1, 2)),
  };
}
