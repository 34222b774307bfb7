import type { Backend } from "@convoke/core";
import type { Conv2dGeometry } from "@convoke/core/backend";
import type { StatedBound, StatedBounds, WinogradBound } from "./stated-bound.js";
import { winograd } from "./winograd.js";

/** Tells which stated bounds apply to what ran since `reset`, and the names of all since it was last asked for them. */
export interface BoundWatch {
  readonly backend: Backend;
  readonly reset: () => void;
  readonly used: () => readonly StatedBound[];
  readonly takeNames: () => readonly string[];
}

/** The backend with an eye on the kernels whose bounds are stated: a bound applies where its kernel really met such a geometry. */
export function watchBounds(backend: Backend, bounds: StatedBounds): BoundWatch {
  const conv2d = stated(bounds.conv2d), conv2dGradInput = stated(bounds.conv2dGradInput), conv2dGradWeight = stated(bounds.conv2dGradWeight);
  const used = new Set<StatedBound>(), names = new Set<string>();
  const note = (bound: StatedBound | undefined, geometry: Conv2dGeometry): void => {
    if (!bound?.where(geometry)) return;
    used.add(bound);
    names.add(bound.name);
  };
  return {
    reset: () => used.clear(),
    used: () => [...used],
    takeNames: () => {
      const taken = [...names];
      names.clear();
      return taken;
    },
    backend: {
      ...backend,
      conv2d: (input, weight, g, epilogue) => {
        note(conv2d, g);
        return backend.conv2d(input, weight, g, epilogue);
      },
      conv2dGradInput: (gradOutput, weight, g, epilogue) => {
        note(conv2dGradInput, g);
        return backend.conv2dGradInput(gradOutput, weight, g, epilogue);
      },
      conv2dGradWeight: (gradOutput, input, g) => {
        note(conv2dGradWeight, g);
        return backend.conv2dGradWeight(gradOutput, input, g);
      },
    },
  };
}

function stated(bound: StatedBound | WinogradBound | undefined): StatedBound | undefined {
  return bound && "winograd" in bound ? winograd(bound.winograd, bound) : bound;
}

/** What laws and gradients allow beside the ordinary. */
export function growthOf(watch: BoundWatch | undefined): number {
  return Math.max(1, ...(watch?.used() ?? []).map(({ growth }) => growth));
}
