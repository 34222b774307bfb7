import { BatchNorm, type BatchNormOptions } from "./batch-norm.js";

/**
 * Normalises each channel over the batch, then scales and shifts it; see the function `batchNorm`. PyTorch: `nn.BatchNorm2d`.
 *
 * **Shapes**: [N, C, H, W], kept; C = numFeatures.
 *
 * @throws {ShapeError} `BatchNorm2d: input has shape [8], expected [batch, channels, height, width]`
 * @example
 * new BatchNorm2d(16).forward(rand([8, 16, 28, 28])); // each of 16 channels: mean 0, variance 1
 */
export class BatchNorm2d extends BatchNorm {
  static override readonly name = "BatchNorm2d";

  constructor(numFeatures: number, options?: BatchNormOptions);
  constructor(numFeatures: number, eps?: number, momentum?: number, affine?: boolean, trackRunningStats?: boolean);
  constructor(numFeatures: number, ...rest: readonly unknown[]) {
    super("BatchNorm2d", numFeatures, rest);
  }

  protected expected(rank: number): string | null {
    return rank === 4 ? null : "[batch, channels, height, width]";
  }
}
