import type { Storage, View } from "../backend.js";
import { withScratch, denseView, type Required } from "./scratch.js";

export function reluGrad<S extends Storage>(backend: Required<S>, gradOutput: View<S>, output: View<S>): S {
  const { shape } = output.layout;
  return withScratch(backend, (keep) => {
    const stopped = denseView(keep(backend.binary("le", output, 0)), shape);
    const zero = { storage: keep(backend.fill(1, 0, gradOutput.storage.dtype)), layout: { shape, strides: shape.map(() => 0), offset: 0 } };
    return backend.where(stopped, zero, gradOutput);
  });
}
