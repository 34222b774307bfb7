import { sizeOf, type Layout } from "@convoke/core/backend";

/** Where each element of a layout lies in its array, row-major; → [size] */
export function offsetsOf({ shape, strides, offset }: Layout): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  if (offsets.length === 0) return offsets;
  offsets[0] = offset;
  let filled = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const inner = filled;
    for (let i = 1; i < shape[axis]; i++) {
      const shift = i * strides[axis];
      for (let j = 0; j < inner; j++) offsets[filled++] = offsets[j] + shift;
    }
  }
  return offsets;
}

/** The offsets 0, stride, 2 · stride … of one axis. */
export function axisOffsets(length: number, stride: number): Int32Array {
  return offsetsOf({ shape: [length], strides: [stride], offset: 0 });
}
