import { add, batchNorm, Buffer, currentBackend, full, type Layer, noGrad, Parameter, ShapeError, type Tensor, tidy, zeros } from "@convoke/core";
import { describe } from "../model/describe.js";
import { checkInteger, resolveOptions } from "../options.js";
import type { ParameterOptions } from "../parameter.js";
import { show } from "./show.js";

export interface BatchNormOptions extends Omit<ParameterOptions, "generator"> {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** How far the running statistics move in a step; default 0.1. */
  readonly momentum?: number;
  /** Whether to learn a weight and a bias for each channel; default true. */
  readonly affine?: boolean;
  /** Whether to keep running statistics for `evaluate`; default true. Without them the batch's own are always used. */
  readonly trackRunningStats?: boolean;
}

/** What BatchNorm1d and BatchNorm2d share. */
export abstract class BatchNorm implements Layer {
  readonly numFeatures: number;
  readonly eps: number;
  readonly momentum: number;
  readonly weight: Parameter | null;
  readonly bias: Parameter | null;
  readonly runningMean: Buffer | null;
  readonly runningVar: Buffer | null;
  readonly numBatchesTracked: Buffer | null;
  training = true;
  readonly #name: string;

  constructor(name: string, numFeatures: number, rest: readonly unknown[]) {
    const options = resolveOptions<BatchNormOptions>(name, rest, ["eps", "momentum", "affine", "trackRunningStats"], ["dtype", "backend"]);
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true, dtype = "float32", backend = currentBackend() } = options;
    checkInteger(name, "numFeatures", numFeatures, 1);
    const perChannel = <T>(Kind: new (source: Tensor) => T, value: number): T => tidy(() => new Kind(full([numFeatures], value, { dtype, backend })));
    this.#name = name;
    this.numFeatures = numFeatures;
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? perChannel(Parameter, 1) : null;
    this.bias = affine ? perChannel(Parameter, 0) : null;
    this.runningMean = trackRunningStats ? perChannel(Buffer, 0) : null;
    this.runningVar = trackRunningStats ? perChannel(Buffer, 1) : null;
    this.numBatchesTracked = trackRunningStats ? tidy(() => new Buffer(zeros([], { dtype: "int32", backend }))) : null;
  }

  /** What is wrong with an input of this rank, if anything. */
  protected abstract expected(rank: number): string | null;

  forward(input: Tensor): Tensor {
    const { runningMean, runningVar, weight, bias, eps, momentum, numBatchesTracked } = this;
    const expected = this.expected(input.rank);
    if (expected !== null) throw new ShapeError(`${this.#name}: input has shape [${input.shape.join(", ")}], expected ${expected}`);
    const training = this.training || runningMean === null;
    const output = batchNorm(input, runningMean, runningVar, weight, bias, { training, eps, momentum });
    if (this.training && numBatchesTracked) noGrad(() => tidy(() => void numBatchesTracked.assign(add(numBatchesTracked, 1))));
    return output;
  }

  extraRepr(): string {
    const { eps, momentum, weight, runningMean } = this;
    return `${this.numFeatures}, ${show({ eps, momentum, affine: weight !== null, trackRunningStats: runningMean !== null })}`;
  }

  toString(): string {
    return describe(this);
  }
}
