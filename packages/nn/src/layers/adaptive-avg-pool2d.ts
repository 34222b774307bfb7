import { avgPool2d, cat, type Layer, mean, ShapeError, slice, type Tensor } from "@convoke/core";
import { describe } from "../model/describe.js";
import { checkInteger } from "../options.js";
import { show } from "./show.js";

/** Height and width of the output; null keeps that of the input, one number is both. */
export type OutputSize = number | null | readonly [number | null, number | null];

/**
 * The mean of each cell of an outputSize grid laid over the image; outputSize 1 is global average pooling. PyTorch: `nn.AdaptiveAvgPool2d`.
 *
 * Cell i of n along an axis of length L is the mean of ⌊i·L/n⌋ … ⌈(i + 1)·L/n⌉ − 1; cells overlap where n does not divide L.
 *
 * **Shapes**: [N, C, H, W] or [C, H, W] → [N, C, oH, oW] or [C, oH, oW].
 *
 * @throws {ArgumentError} `AdaptiveAvgPool2d: outputSize is 0, expected an integer of at least 1`
 * @example
 * new AdaptiveAvgPool2d(1).forward(rand([8, 48, 7, 7]));           // [8, 48, 1, 1]
 * new AdaptiveAvgPool2d([5, null]).forward(rand([8, 64, 8, 9]));   // [8, 64, 5, 9]
 */
export class AdaptiveAvgPool2d implements Layer {
  static readonly name = "AdaptiveAvgPool2d";
  readonly outputSize: OutputSize;

  constructor(outputSize: OutputSize) {
    for (const size of [outputSize].flat()) if (size !== null) checkInteger("AdaptiveAvgPool2d", "outputSize", size, 1);
    this.outputSize = outputSize;
  }

  forward(input: Tensor): Tensor {
    if (input.rank !== 3 && input.rank !== 4) {
      throw new ShapeError(`AdaptiveAvgPool2d: input has shape [${input.shape.join(", ")}], expected [N, C, H, W] or [C, H, W]`);
    }
    const [height, width] = input.shape.slice(-2) as [number, number];
    const { outputSize } = this;
    const [rows, columns] = typeof outputSize === "object" && outputSize !== null ? outputSize : [outputSize, outputSize];
    const [outHeight, outWidth] = [rows ?? height, columns ?? width];
    if (height % outHeight === 0 && width % outWidth === 0) return avgPool2d(input, [height / outHeight, width / outWidth]);
    return shrink(shrink(input, input.rank - 2, outHeight), input.rank - 1, outWidth);
  }

  extraRepr(): string {
    return show({ outputSize: this.outputSize });
  }

  toString(): string {
    return describe(this);
  }
}

/** The means of `size` cells along one axis. */
function shrink(input: Tensor, axis: number, size: number): Tensor {
  const length = input.shape[axis]!;
  const cells = Array.from({ length: size }, (_, i) => {
    const cell = [Math.floor((i * length) / size), Math.ceil(((i + 1) * length) / size)] as const;
    return mean(slice(input, ...input.shape.map((_, at) => (at === axis ? cell : null))), axis, { keepDim: true });
  });
  return cat(cells, axis);
}
