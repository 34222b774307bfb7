import { BatchNorm, type BatchNormOptions } from "./batch-norm.js";

/**
 * Normalises each channel over the batch, then scales and shifts it; see the function `batchNorm`. PyTorch: `nn.BatchNorm1d`.
 *
 * **Shapes**: [N, C] or [N, C, L], kept; C = numFeatures.
 *
 * @throws {ShapeError} `BatchNorm1d: input has shape [8], expected [batch, channels] or [batch, channels, length]`
 * @example
 * new BatchNorm1d(25).forward(rand([64, 25])); // each of 25 features: mean 0, variance 1
 */
export class BatchNorm1d extends BatchNorm {
  static override readonly name = "BatchNorm1d";

  constructor(numFeatures: number, options?: BatchNormOptions);
  constructor(numFeatures: number, eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean);
  constructor(numFeatures: number, ...rest: readonly unknown[]) {
    super("BatchNorm1d", numFeatures, rest);
  }

  protected expected(rank: number): string | null {
    return rank === 2 || rank === 3 ? null : "[batch, channels] or [batch, channels, length]";
  }
}
