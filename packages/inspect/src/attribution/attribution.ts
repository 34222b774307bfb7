import type { Shape } from "@convoke/core";

/** What each input cell contributes to the score of one class, on the host. */
export interface Attribution {
  readonly shape: Shape;
  readonly data: Float32Array | Float64Array;
  /** The class that is explained. */
  readonly target: number;
  /** Its score for this input: the model's output, before or after a softmax as the model has it. */
  readonly score: number;
}

export interface TargetOptions {
  /** The class to explain; default: the one with the highest score. */
  readonly target?: number;
}
