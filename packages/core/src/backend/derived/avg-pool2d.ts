import type { Storage } from "../backend.js";
import { allocate } from "../dtype.js";
import { averageDivisor, type Pool2dGeometry } from "../geometry.js";
import { sizeOf, type Layout, type Shape } from "../layout.js";
import { addSlice, crop, denseView, embed, withScratch, type Required } from "./scratch.js";
import { frameOf, positionLayout, windowsLayout } from "./windows.js";

const inputShape = (g: Pool2dGeometry): Shape => [g.batch, g.channels, g.inHeight, g.inWidth];
const outputShape = (g: Pool2dGeometry): Shape => [g.batch, g.channels, g.outHeight, g.outWidth];

/** x ÷ divisor, where the divisor [oH, oW] is the same for every plane. */
function divide<S extends Storage>(backend: Required<S>, x: S, g: Pool2dGeometry): S {
  const table = allocate(x.dtype, g.outHeight * g.outWidth);
  for (let h = 0; h < g.outHeight; h++) {
    for (let w = 0; w < g.outWidth; w++) table[h * g.outWidth + w] = averageDivisor(g, h, w);
  }
  const divisor = backend.write(table, x.dtype);
  const layout: Layout = { shape: outputShape(g), strides: [0, 0, g.outWidth, 1], offset: 0 };
  const result = backend.binary("div", denseView(x, outputShape(g)), { storage: divisor, layout });
  backend.free(divisor);
  return result;
}

/** output[n, c, h, w] = Σ window ÷ averageDivisor(h, w) */
export function avgPool2d<S extends Storage>(backend: Required<S>, input: S, g: Pool2dGeometry): S {
  const frame = frameOf(g);
  const windows = windowsLayout(g, g.channels, frame);
  return withScratch(backend, (keep) => {
    const framed = keep(embed(backend, input, inputShape(g), { ...frame, value: 0 }));
    const sum = keep(backend.reduce("sum", { storage: framed, layout: windows }, [2, 3]));
    return divide(backend, sum, g);
  });
}

/** gradInput: every cell of a window gets gradOutput ÷ averageDivisor; overlapping windows add up. */
export function avgPool2dGrad<S extends Storage>(backend: Required<S>, gradOutput: S, g: Pool2dGeometry): S {
  const frame = frameOf(g);
  const windows = windowsLayout(g, g.channels, frame);
  return withScratch(backend, (keep) => {
    const share = denseView(keep(divide(backend, gradOutput, g)), outputShape(g));
    let framed = backend.fill(sizeOf([g.batch, g.channels, frame.height, frame.width]), 0, gradOutput.dtype);
    for (let kh = 0; kh < g.kernelHeight; kh++) {
      for (let kw = 0; kw < g.kernelWidth; kw++) framed = addSlice(backend, framed, positionLayout(windows, kh, kw), share);
    }
    return crop(backend, keep(framed), inputShape(g), frame);
  });
}
