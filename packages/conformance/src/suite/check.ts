import type { Backend } from "@convoke/core";
import type { BoundWatch } from "./bound-watch.js";

/** The float dtypes under test. */
export type FloatDType = "float32" | "float64";

/** The questions that the suite asks; docs/conformance.md says what each finds. */
export const layers = ["kernels", "layouts", "laws", "gradients", "golden", "errors", "lifecycle", "faults", "model"] as const;
export type Layer = (typeof layers)[number];

/** What a check may use. */
export interface CheckContext {
  readonly backend: Backend;
  readonly dtype: FloatDType;
  /** Seed of all random cases. */
  readonly seed: number;
  /** Random cases for each op and layer. */
  readonly runs: number;
  /** Present where the backend states bounds of its own. */
  readonly watch?: BoundWatch;
}

export interface Outcome {
  /** How many cases ran. */
  readonly cases: number;
  /** The worst error as a share of the bound. */
  readonly worst: number;
}

/** One thing that a backend must do; `run` throws a ConformanceFailure when it does not. */
export interface Check {
  /** The public op, or "backend" for what concerns all. */
  readonly op: string;
  readonly layer: Layer;
  readonly name: string;
  readonly run: (context: CheckContext) => Promise<Outcome>;
}

/** `conv2d/kernels/random`: what waivers match. */
export function checkId({ op, layer, name }: Pick<Check, "op" | "layer" | "name">): string {
  return `${op}/${layer}/${name}`;
}

export const unitOf: Readonly<Record<FloatDType, number>> = { float32: 2 ** -24, float64: 2 ** -53 };
