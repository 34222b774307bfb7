import type { Storage, View } from "../backend.js";
import type { CrossEntropyGeometry } from "../geometry.js";
import type { Shape } from "../layout.js";
import { logSoftmax, perPlace } from "./log-softmax.js";
import { denseView, withScratch, type Required } from "./scratch.js";

type Keep<S> = (storage: S) => S;

const shapeOf = (g: CrossEntropyGeometry): Shape => [g.outer, g.classes, g.inner];

/** [classes] along the middle axis. */
function perClass<S extends Storage>(storage: S, g: CrossEntropyGeometry): View<S> {
  return { storage, layout: { shape: shapeOf(g), strides: [0, 1, 0], offset: 0 } };
}

/** One number as a view of `shape`. */
function constant<S extends Storage>(backend: Required<S>, keep: Keep<S>, value: number, { dtype }: S, shape: Shape): View<S> {
  return { storage: keep(backend.fill(1, value, dtype)), layout: { shape, strides: shape.map(() => 0), offset: 0 } };
}

/** Whether c is the target, [outer, classes, inner], and how much class c counts, [classes], where it is (`hit`) and where it is not (`miss`). */
function targetMass<S extends Storage>(backend: Required<S>, keep: Keep<S>, like: S, target: S, weight: S | undefined, g: CrossEntropyGeometry) {
  const index = keep(backend.write(Int32Array.from({ length: g.classes }, (_, c) => c), "int32"));
  const weights = denseView(weight ?? keep(backend.fill(g.classes, 1, like.dtype)), [g.classes]);
  return {
    mask: denseView(keep(backend.binary("eq", perPlace(target, g), perClass(index, g))), shapeOf(g)),
    hit: perClass(keep(backend.binary("mul", weights, 1 - g.labelSmoothing + g.labelSmoothing / g.classes)), g),
    miss: perClass(keep(backend.binary("mul", weights, g.labelSmoothing / g.classes)), g),
  };
}

/** −Σ over the classes of logSoftmax · (hit where c is the target, else miss), 0 where the target is ignored. */
export function crossEntropy<S extends Storage>(backend: Required<S>, input: S, target: S, weight: S | undefined, g: CrossEntropyGeometry): S {
  const view = (storage: S): View<S> => denseView(storage, shapeOf(g));
  const places = [g.outer * g.inner];
  return withScratch(backend, (keep) => {
    const { mask, hit, miss } = targetMass(backend, keep, input, target, weight, g);
    const logProbabilities = view(keep(logSoftmax(backend, input, g)));
    const atTarget = view(keep(backend.binary("mul", logProbabilities, hit)));
    // Without smoothing a class that is not the target counts nothing: 0 · −∞ would be NaN.
    const elsewhere = g.labelSmoothing === 0 ? constant(backend, keep, 0, input, shapeOf(g)) : view(keep(backend.binary("mul", logProbabilities, miss)));
    const sum = keep(backend.reduce("sum", view(keep(backend.where(mask, atTarget, elsewhere))), [1]));
    const losses = keep(backend.unary("neg", denseView(sum, places)));
    const ignored = keep(backend.binary("eq", denseView(target, places), g.ignoreIndex));
    return backend.where(denseView(ignored, places), constant(backend, keep, 0, input, places), denseView(losses, places));
  });
}

/** gradOutput · (softmax · Σ mass − mass), 0 where the target is ignored. */
export function crossEntropyGrad<S extends Storage>(backend: Required<S>, gradOutput: S, input: S, target: S, weight: S | undefined, g: CrossEntropyGeometry): S {
  const view = (storage: S): View<S> => denseView(storage, shapeOf(g));
  return withScratch(backend, (keep) => {
    const { mask, hit, miss } = targetMass(backend, keep, input, target, weight, g);
    const mass = view(keep(backend.where(mask, hit, miss)));
    const probabilities = view(keep(backend.unary("exp", view(keep(logSoftmax(backend, input, g))))));
    const all = keep(backend.binary("mul", probabilities, perPlace(keep(backend.reduce("sum", mass, [1])), g)));
    const slope = keep(backend.binary("mul", view(keep(backend.binary("sub", view(all), mass))), perPlace(gradOutput, g)));
    const ignored = keep(backend.binary("eq", perPlace(target, g), g.ignoreIndex));
    return backend.where(view(ignored), constant(backend, keep, 0, input, shapeOf(g)), view(slope));
  });
}
