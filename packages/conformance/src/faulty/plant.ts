import type { Backend } from "@convoke/core";
import { naiveBackend } from "../reference/naive-backend.js";
import type { Layer } from "../suite/check.js";

export type NaiveBackend = ReturnType<typeof naiveBackend>;

/** A backend with one mistake in it, as authors make them, and where the suite must notice. */
export interface PlantedBug {
  readonly name: string;
  /** The layer that catches it; others may too. */
  readonly layer: Layer;
  /** Ops whose checks are run; "backend" for what concerns all. */
  readonly ops: readonly string[];
  /** Changes kernels of an otherwise right backend. */
  readonly plant: (backend: NaiveBackend) => Partial<NaiveBackend>;
}

/** The naive backend with the bug in it. */
export function plant(bug: PlantedBug): Backend {
  const backend = naiveBackend();
  return { ...backend, ...bug.plant(backend), name: `faulty: ${bug.name}` } as unknown as Backend;
}
