import type { Backend } from "@convoke/core";
import type { Conv2dGeometry } from "@convoke/core/backend";
import type { Bound } from "./tolerance.js";

/** The error of a kernel that does not sum products in the plain way. */
export interface StatedBound {
  /** As the table prints it. */
  readonly name: string;
  /** Whether the kernel computes a geometry in its own way; for the others the ordinary bound stays. */
  readonly where: (geometry: Conv2dGeometry) => boolean;
  /** The bound of each public op that runs the kernel. */
  readonly ops: Readonly<Record<string, Bound>>;
  /** How many times as large as those of the plain sum the terms in between may get: laws and gradients, which judge by the greatest number, allow as many times as much. */
  readonly growth: number;
}

/** By the name of the kernel. */
export interface StatedBounds {
  readonly conv2d?: StatedBound;
  readonly conv2dGradInput?: StatedBound;
}

/** Tells which stated bounds apply to what ran since `reset`, and the names of all since it was last asked for them. */
export interface BoundWatch {
  readonly backend: Backend;
  readonly reset: () => void;
  readonly used: () => readonly StatedBound[];
  readonly takeNames: () => readonly string[];
}

/** The backend with an eye on the kernels whose bounds are stated: a bound applies where its kernel really met such a geometry. */
export function watchBounds(backend: Backend, { conv2d, conv2dGradInput }: StatedBounds): BoundWatch {
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
    },
  };
}

/** What laws and gradients allow beside the ordinary. */
export function growthOf(watch: BoundWatch | undefined): number {
  return Math.max(1, ...(watch?.used() ?? []).map(({ growth }) => growth));
}
