import type { Storage, View } from "../backend.js";
import type { BatchNormGeometry } from "../geometry.js";
import type { Shape } from "../layout.js";
import { denseView, withScratch, type Required } from "./scratch.js";

const shapeOf = (g: BatchNormGeometry): Shape => [g.batch, g.channels, g.spatial];

/** [channels] along the middle axis of [batch, channels, spatial]. */
function perChannel<S extends Storage>(storage: S, g: BatchNormGeometry): View<S> {
  return { storage, layout: { shape: shapeOf(g), strides: [0, 1, 0], offset: 0 } };
}

/** The sums of each channel, divided by how many there are. */
function average<S extends Storage>(backend: Required<S>, x: S, g: BatchNormGeometry): S {
  return withScratch(backend, (keep) => {
    const sum = keep(backend.reduce("sum", denseView(x, shapeOf(g)), [0, 2]));
    return backend.binary("div", denseView(sum, [g.channels]), g.batch * g.spatial);
  });
}

/** weight / √(variance + eps), [channels] */
function scaleOf<S extends Storage>(backend: Required<S>, variance: S, weight: S | undefined, g: BatchNormGeometry): S {
  const flat = [g.channels];
  return withScratch(backend, (keep) => {
    const raised = keep(backend.binary("add", denseView(variance, flat), g.eps));
    if (!weight) return backend.unary("rsqrt", denseView(raised, flat));
    return backend.binary("mul", denseView(keep(backend.unary("rsqrt", denseView(raised, flat))), flat), denseView(weight, flat));
  });
}

/** Mean, then the mean square of what is left: two passes. */
export function batchNorm<S extends Storage>(backend: Required<S>, input: S, weight: S | undefined, bias: S | undefined, g: BatchNormGeometry): { output: S; mean: S; variance: S } {
  const mean = average(backend, input, g);
  return withScratch(backend, (keep) => {
    const centred = denseView(keep(backend.binary("sub", denseView(input, shapeOf(g)), perChannel(mean, g))), shapeOf(g));
    const variance = average(backend, keep(backend.binary("mul", centred, centred)), g);
    return { output: scaleAndShift(backend, centred, variance, weight, bias, g), mean, variance };
  });
}

/** (input − mean) · scale + bias */
export function batchNormApply<S extends Storage>(
  backend: Required<S>,
  input: S,
  mean: S,
  variance: S,
  weight: S | undefined,
  bias: S | undefined,
  g: BatchNormGeometry,
): S {
  return withScratch(backend, (keep) => {
    const centred = keep(backend.binary("sub", denseView(input, shapeOf(g)), perChannel(mean, g)));
    return scaleAndShift(backend, denseView(centred, shapeOf(g)), variance, weight, bias, g);
  });
}

function scaleAndShift<S extends Storage>(backend: Required<S>, centred: View<S>, variance: S, weight: S | undefined, bias: S | undefined, g: BatchNormGeometry): S {
  return withScratch(backend, (keep) => {
    const scaled = backend.binary("mul", centred, perChannel(keep(scaleOf(backend, variance, weight, g)), g));
    return bias ? backend.binary("add", denseView(keep(scaled), shapeOf(g)), perChannel(bias, g)) : scaled;
  });
}

/** With normal = (input − mean) / √(variance + eps): gradInput = scale · (gradOutput − gradBias / n − normal · gradWeight / n). */
export function batchNormGrad<S extends Storage>(
  backend: Required<S>,
  gradOutput: S,
  input: S,
  mean: S,
  variance: S,
  weight: S | undefined,
  g: BatchNormGeometry,
): { gradInput: S; gradWeight: S; gradBias: S } {
  const shape = shapeOf(g);
  const view = (storage: S): View<S> => denseView(storage, shape);
  const share = (sum: S): S => backend.binary("div", denseView(sum, [g.channels]), g.batch * g.spatial);
  return withScratch(backend, (keep) => {
    const centred = keep(backend.binary("sub", view(input), perChannel(mean, g)));
    const normal = view(keep(backend.binary("mul", view(centred), perChannel(keep(scaleOf(backend, variance, undefined, g)), g))));
    const gradBias = backend.reduce("sum", view(gradOutput), [0, 2]);
    const gradWeight = backend.reduce("sum", view(keep(backend.binary("mul", view(gradOutput), normal))), [0, 2]);
    const levelled = keep(backend.binary("sub", view(gradOutput), perChannel(keep(share(gradBias)), g)));
    const slope = keep(backend.binary("mul", normal, perChannel(keep(share(gradWeight)), g)));
    const rest = keep(backend.binary("sub", view(levelled), view(slope)));
    return { gradInput: backend.binary("mul", view(rest), perChannel(keep(scaleOf(backend, variance, weight, g)), g)), gradWeight, gradBias };
  });
}
