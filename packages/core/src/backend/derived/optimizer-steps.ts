import type { AdamState, AdamStepOptions, SgdStepOptions, Storage, View } from "../backend.js";
import { denseView, withScratch, type Required } from "./scratch.js";

/** In PyTorch's order of operations, so that float32 rounds alike. */
export function sgdStep<S extends Storage>(
  backend: Required<S>,
  parameter: S,
  gradient: S,
  momentumBuffer: S | undefined,
  { lr, momentum, dampening, weightDecay, nesterov }: SgdStepOptions,
): { parameter: S; momentumBuffer: S | undefined } {
  const view = (storage: S): View<S> => denseView(storage, [parameter.size]);
  return withScratch(backend, (keep) => {
    const times = (x: S, factor: number): S => keep(backend.binary("mul", view(x), factor));
    let direction = weightDecay === 0 ? gradient : keep(backend.binary("add", view(gradient), view(times(parameter, weightDecay))));
    let buffer: S | undefined;
    if (momentum !== 0) {
      const share = dampening === 0 ? direction : times(direction, 1 - dampening);
      buffer = momentumBuffer ? backend.binary("add", view(times(momentumBuffer, momentum)), view(share)) : backend.copy(view(direction), direction.dtype);
      direction = nesterov ? keep(backend.binary("add", view(direction), view(times(buffer, momentum)))) : buffer;
    }
    const next = backend.binary("sub", view(parameter), view(times(direction, lr)));
    keep(parameter);
    if (momentumBuffer) keep(momentumBuffer);
    return { parameter: next, momentumBuffer: buffer };
  });
}

/** In PyTorch's order of operations, so that float32 rounds alike. */
export function adamStep<S extends Storage>(
  backend: Required<S>,
  parameter: S,
  gradient: S,
  state: AdamState<S>,
  { lr, beta1, beta2, eps, weightDecay, decoupled, step }: AdamStepOptions,
): AdamState<S> & { parameter: S } {
  const view = (storage: S): View<S> => denseView(storage, [parameter.size]);
  return withScratch(backend, (keep) => {
    const times = (x: S, factor: number): View<S> => view(keep(backend.binary("mul", view(x), factor)));
    const decays = weightDecay !== 0;
    const start = decays && decoupled ? times(parameter, 1 - lr * weightDecay) : view(parameter);
    const slope = decays && !decoupled ? keep(backend.binary("add", view(gradient), times(parameter, weightDecay))) : gradient;
    const expAvg = backend.binary("add", times(state.expAvg, beta1), times(slope, 1 - beta1));
    const square = keep(backend.binary("mul", times(slope, 1 - beta2), view(slope)));
    const expAvgSq = backend.binary("add", times(state.expAvgSq, beta2), view(square));
    const maxExpAvgSq = state.maxExpAvgSq && backend.binary("max", view(state.maxExpAvgSq), view(expAvgSq));
    const root = keep(backend.unary("sqrt", view(maxExpAvgSq ?? expAvgSq)));
    const corrected = keep(backend.binary("div", view(root), Math.sqrt(1 - beta2 ** step)));
    const divisor = keep(backend.binary("add", view(corrected), eps));
    const change = keep(backend.binary("div", times(expAvg, lr / (1 - beta1 ** step)), view(divisor)));
    const next = backend.binary("sub", start, view(change));
    for (const donated of [parameter, state.expAvg, state.expAvgSq, state.maxExpAvgSq]) if (donated) keep(donated);
    return { parameter: next, expAvg, expAvgSq, maxExpAvgSq };
  });
}
