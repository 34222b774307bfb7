import type { RequiredKernels, Storage, StorageOps, View } from "../backend.js";
import { dense, sizeOf, type Layout, type Shape } from "../layout.js";

/** What a derived kernel may use: memory and the eight required kernels. */
export type Required<S extends Storage> = StorageOps<S> & RequiredKernels<S>;

/** A storage seen as a dense array of `shape`. */
export function denseView<S extends Storage>(storage: S, shape: Shape): View<S> {
  return { storage, layout: dense(shape) };
}

/** Runs `body` and frees every storage it kept, except the result. */
export function withScratch<S extends Storage, R>(backend: Required<S>, body: (keep: (storage: S) => S) => R): R {
  const kept: S[] = [];
  try {
    return body((storage) => {
      kept.push(storage);
      return storage;
    });
  } finally {
    for (const storage of kept) backend.free(storage);
  }
}

/** `target[at] += x`, as a sum and an updateSlice; `target` is donated. */
export function addSlice<S extends Storage>(backend: Required<S>, target: S, at: Layout, x: View<S>): S {
  const sum = backend.binary("add", { storage: target, layout: at }, x);
  const result = backend.updateSlice(target, at, denseView(sum, at.shape));
  backend.free(sum);
  return result;
}

/** Zeros (or another value) around planes: [N, C, H, W] → [N, C, height, width] with the input at (top, left), cropped where it does not fit. */
export function embed<S extends Storage>(
  backend: Required<S>,
  input: S,
  planes: Shape,
  frame: { readonly height: number; readonly width: number; readonly top: number; readonly left: number; readonly value: number },
): S {
  const [batch, channels, height, width] = planes as [number, number, number, number];
  const shape = [batch, channels, frame.height, frame.width];
  const target = backend.fill(sizeOf(shape), frame.value, input.dtype);
  const rows = Math.min(height, frame.height - frame.top);
  const columns = Math.min(width, frame.width - frame.left);
  const inner = [batch, channels, rows, columns];
  const at: Layout = { shape: inner, strides: dense(shape).strides, offset: frame.top * frame.width + frame.left };
  return backend.updateSlice(target, at, { storage: input, layout: { shape: inner, strides: dense(planes).strides, offset: 0 } });
}

/** The inverse of `embed` for sums: crops [N, C, height, width] to the input's planes; cells that the frame lacks are 0. */
export function crop<S extends Storage>(
  backend: Required<S>,
  framed: S,
  planes: Shape,
  frame: { readonly height: number; readonly width: number; readonly top: number; readonly left: number },
): S {
  const [batch, channels, height, width] = planes as [number, number, number, number];
  const rows = Math.min(height, frame.height - frame.top);
  const columns = Math.min(width, frame.width - frame.left);
  const shape = [batch, channels, rows, columns];
  const strides = dense([batch, channels, frame.height, frame.width]).strides;
  const x: View<S> = { storage: framed, layout: { shape, strides, offset: frame.top * frame.width + frame.left } };
  if (rows === height && columns === width) return backend.copy(x, framed.dtype);
  const target = backend.fill(sizeOf(planes), 0, framed.dtype);
  return backend.updateSlice(target, { shape, strides: dense(planes).strides, offset: 0 }, x);
}
