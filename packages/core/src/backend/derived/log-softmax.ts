import type { Storage, View } from "../backend.js";
import type { ClassGeometry } from "../geometry.js";
import type { Shape } from "../layout.js";
import { denseView, withScratch, type Required } from "./scratch.js";

const shapeOf = (g: ClassGeometry): Shape => [g.outer, g.classes, g.inner];

/** [outer, inner] repeated along the classes. */
export function perPlace<S extends Storage>(storage: S, g: ClassGeometry): View<S> {
  return { storage, layout: { shape: shapeOf(g), strides: [g.inner, 0, 1], offset: 0 } };
}

/** low − ln Σ e^low with low = input − max: no exponential overflows. */
export function logSoftmax<S extends Storage>(backend: Required<S>, input: S, g: ClassGeometry): S {
  const view = (storage: S): View<S> => denseView(storage, shapeOf(g));
  return withScratch(backend, (keep) => {
    const low = view(keep(backend.binary("sub", view(input), perPlace(keep(backend.reduce("max", view(input), [1])), g))));
    const sum = keep(backend.reduce("sum", view(keep(backend.unary("exp", low))), [1]));
    return backend.binary("sub", low, perPlace(keep(backend.unary("log", denseView(sum, [sum.size]))), g));
  });
}

export function logSoftmaxGrad<S extends Storage>(backend: Required<S>, gradOutput: S, output: S, g: ClassGeometry): S {
  const view = (storage: S): View<S> => denseView(storage, shapeOf(g));
  return withScratch(backend, (keep) => {
    const sum = keep(backend.reduce("sum", view(gradOutput), [1]));
    const share = keep(backend.binary("mul", view(keep(backend.unary("exp", view(output)))), perPlace(sum, g)));
    return backend.binary("sub", view(gradOutput), view(share));
  });
}
