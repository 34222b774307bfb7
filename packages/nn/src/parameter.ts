import { type Backend, currentBackend, type Generator, Parameter, type Shape, tidy, zeros } from "@convoke/core";
import { uniform } from "./init.js";

/** How a layer's parameters are made. */
export interface ParameterOptions {
  /** Default "float32". */
  readonly dtype?: "float32" | "float64";
  /** Default: the one chosen by import or `setBackend`. */
  readonly backend?: Backend;
  /** Where random numbers come from; default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

export const parameterKeys = ["dtype", "backend", "generator"] as const;

/**
 * A parameter from U(−1/√fanIn, 1/√fanIn), where PyTorch's layers start: `kaiming_uniform_` with a = √5, since √(2 / (1 + 5)) · √3 = 1.
 */
export function uniformParameter(shape: Shape, fanIn: number, options: ParameterOptions): Parameter {
  const { dtype = "float32", backend = currentBackend(), generator } = options;
  const bound = 1 / Math.sqrt(fanIn);
  return uniform(tidy(() => new Parameter(zeros(shape, { dtype, backend }))), -bound, bound, generator ? { generator } : {});
}
