import type { Storage, View } from "../backend.js";
import type { Pool2dGeometry } from "../geometry.js";
import { dense, sizeOf, type Shape } from "../layout.js";
import { addSlice, crop, denseView, embed, withScratch, type Required } from "./scratch.js";
import { frameOf, positionLayout, windowsLayout } from "./windows.js";

const inputShape = (g: Pool2dGeometry): Shape => [g.batch, g.channels, g.inHeight, g.inWidth];
const outputShape = (g: Pool2dGeometry): Shape => [g.batch, g.channels, g.outHeight, g.outWidth];

/** A number as a view of `shape`: one element, all strides 0. The caller frees its storage. */
function constant<S extends Storage>(backend: Required<S>, value: number, like: { dtype: S["dtype"] }, shape: Shape): View<S> {
  return { storage: backend.fill(1, value, like.dtype), layout: { shape, strides: shape.map(() => 0), offset: 0 } };
}

/** Calls `body` for every kernel position in row-major order with its index and its layout in the framed input. */
function eachPosition(g: Pool2dGeometry, body: (index: number, at: ReturnType<typeof positionLayout>) => void): void {
  const windows = windowsLayout(g, g.channels, frameOf(g));
  for (let kh = 0; kh < g.kernelHeight; kh++) {
    for (let kw = 0; kw < g.kernelWidth; kw++) body(kh * g.kernelWidth + kw, positionLayout(windows, kh, kw));
  }
}

/** The first position of each window that lies inside the input, [oH, oW]: what wins where every cell is −Infinity. */
function firstInside(g: Pool2dGeometry): Int32Array {
  const skip = (start: number, dilation: number): number => (start < 0 ? Math.ceil(-start / dilation) : 0);
  const table = new Int32Array(g.outHeight * g.outWidth);
  for (let h = 0; h < g.outHeight; h++) {
    for (let w = 0; w < g.outWidth; w++) {
      const kh = skip(h * g.strideHeight - g.padTop, g.dilationHeight);
      const kw = skip(w * g.strideWidth - g.padLeft, g.dilationWidth);
      table[h * g.outWidth + w] = kh * g.kernelWidth + kw;
    }
  }
  return table;
}

/** The greatest cell of each window; a later cell wins only if it is greater, or NaN where the best so far is not. */
export function maxPool2d<S extends Storage>(backend: Required<S>, input: S, g: Pool2dGeometry, wantArgmax: boolean): { output: S; argmax: S | null } {
  const shape = outputShape(g);
  const view = (storage: S): View<S> => denseView(storage, shape);
  return withScratch(backend, (keep) => {
    const framed = keep(embed(backend, input, inputShape(g), { ...frameOf(g), value: -Infinity }));
    let output = backend.fill(sizeOf(shape), -Infinity, input.dtype);
    const strides = [0, 0, g.outWidth, 1];
    let argmax = wantArgmax ? backend.copy({ storage: keep(backend.write(firstInside(g), "int32")), layout: { shape, strides, offset: 0 } }, "int32") : null;
    eachPosition(g, (index, layout) => {
      const candidate = { storage: framed, layout };
      const greater = keep(backend.binary("lt", view(output), candidate));
      const isNaN = keep(backend.unary("isNaN", candidate));
      const wasNaN = keep(backend.unary("isNaN", view(output)));
      const firstNaN = keep(backend.binary("lt", view(wasNaN), view(isNaN)));
      const wins = view(keep(backend.binary("or", view(greater), view(firstNaN))));
      if (argmax) {
        const position = constant(backend, index, { dtype: "int32" }, shape);
        const next = backend.where(wins, position, view(argmax));
        backend.free(position.storage);
        backend.free(argmax);
        argmax = next;
      }
      const next = backend.where(wins, candidate, view(output));
      backend.free(output);
      output = next;
    });
    return { output, argmax };
  });
}

/** gradInput: each gradOutput is added to the cell that won; overlapping windows add up. */
export function maxPool2dGrad<S extends Storage>(backend: Required<S>, gradOutput: S, argmax: S, g: Pool2dGeometry): S {
  const frame = frameOf(g);
  const shape = outputShape(g);
  return withScratch(backend, (keep) => {
    const zero = constant(backend, 0, gradOutput, shape);
    keep(zero.storage);
    let framed = backend.fill(sizeOf([g.batch, g.channels, frame.height, frame.width]), 0, gradOutput.dtype);
    eachPosition(g, (index, at) => {
      const won = keep(backend.binary("eq", denseView(argmax, shape), index));
      const share = keep(backend.where(denseView(won, shape), denseView(gradOutput, shape), zero));
      framed = addSlice(backend, framed, at, denseView(share, shape));
    });
    return crop(backend, keep(framed), inputShape(g), frame);
  });
}

/** output[n, c, h, w] = the cell of `input` that won window (h, w); 0 where only padding stood. */
export function maxPool2dTake<S extends Storage>(backend: Required<S>, input: S, argmax: S, g: Pool2dGeometry): S {
  const shape = outputShape(g);
  return withScratch(backend, (keep) => {
    const framed = keep(embed(backend, input, inputShape(g), { ...frameOf(g), value: 0 }));
    let output = backend.fill(sizeOf(shape), 0, input.dtype);
    eachPosition(g, (index, layout) => {
      const won = keep(backend.binary("eq", denseView(argmax, shape), index));
      const next = backend.where(denseView(won, shape), { storage: framed, layout }, { storage: output, layout: dense(shape) });
      backend.free(output);
      output = next;
    });
    return output;
  });
}
