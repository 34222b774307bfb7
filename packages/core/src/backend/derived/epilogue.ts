import type { Epilogue, Storage } from "../backend.js";
import type { Shape } from "../layout.js";
import { denseView, type Required } from "./scratch.js";

/** activation(output + bias + residual): bias [shape[axis]] lies along `axis`; consumes `output` (dense, of `shape`). */
export function applyEpilogue<S extends Storage>(backend: Required<S>, output: S, shape: Shape, axis: number, epilogue?: Epilogue<S>): S {
  let result = output;
  const replace = (next: S): void => {
    if (next !== result) backend.free(result);
    result = next;
  };
  if (epilogue?.bias) {
    const strides = shape.map((_, i) => (i === axis ? 1 : 0));
    replace(backend.binary("add", denseView(result, shape), { storage: epilogue.bias, layout: { shape, strides, offset: 0 } }));
  }
  if (epilogue?.residual) replace(backend.binary("add", denseView(result, shape), denseView(epilogue.residual, shape)));
  if (epilogue?.activation) replace(backend.unary("relu", denseView(result, shape)));
  if (epilogue?.activation === "relu6") replace(backend.binary("min", denseView(result, shape), 6));
  return result;
}
