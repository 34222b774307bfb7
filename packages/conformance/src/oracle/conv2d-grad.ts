import type { Conv2dOptions } from "./conv2d.js";
import { oracleZeros } from "./creation.js";
import { accumulate, at, type Dense, eachIndex } from "./dense.js";
import { addBatch, dropBatch, pairOf, sidesOf, sizes4 } from "./window.js";

export type Conv2dGradOptions = Pick<Conv2dOptions, "stride" | "padding" | "dilation" | "groups">;

/** Visits every product input[n, c, h, w] · weight[o, i, kh, kw] that conv2d adds into output[n, o, y, x]. */
function eachProduct(
  inputShape: readonly number[],
  weightShape: readonly number[],
  outputShape: readonly number[],
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: Conv2dGradOptions,
  visit: (input: number[], weight: number[], output: number[]) => void,
): void {
  const [, , height, width] = sizes4(inputShape);
  const [outChannels, groupChannels, kernelHeight, kernelWidth] = sizes4(weightShape);
  const [strideHeight, strideWidth] = pairOf(stride);
  const [dilationHeight, dilationWidth] = pairOf(dilation);
  const { top, left } = sidesOf(padding, [kernelHeight, kernelWidth], dilation);
  eachIndex(outputShape, (n = 0, o = 0, y = 0, x = 0) => {
    const group = Math.floor(o / (outChannels / groups));
    eachIndex([groupChannels, kernelHeight, kernelWidth], (i = 0, kh = 0, kw = 0) => {
      const h = y * strideHeight + kh * dilationHeight - top;
      const w = x * strideWidth + kw * dilationWidth - left;
      const inside = h >= 0 && h < height && w >= 0 && w < width;
      if (inside) visit([n, group * groupChannels + i, h, w], [o, i, kh, kw], [n, o, y, x]);
    });
  });
}

/** gradInput[input place] += gradOutput[output place] · weight[weight place], over every product of conv2d. */
export function oracleConv2dGradInput(
  gradOutput: Dense,
  weight: Dense,
  inputShape: readonly number[],
  options: Conv2dGradOptions = {},
): Dense {
  if (inputShape.length === 3) {
    return dropBatch(oracleConv2dGradInput(addBatch(gradOutput), weight, [1, ...inputShape], options));
  }
  const gradInput = oracleZeros(inputShape);
  eachProduct(inputShape, weight.shape, gradOutput.shape, options, (input, kernel, output) => {
    accumulate(gradInput, at(gradOutput, ...output) * at(weight, ...kernel), ...input);
  });
  return gradInput;
}

/** gradWeight[weight place] += gradOutput[output place] · input[input place], over every product of conv2d. */
export function oracleConv2dGradWeight(
  gradOutput: Dense,
  input: Dense,
  weightShape: readonly number[],
  options: Conv2dGradOptions = {},
): Dense {
  if (input.shape.length === 3) {
    return oracleConv2dGradWeight(addBatch(gradOutput), addBatch(input), weightShape, options);
  }
  const gradWeight = oracleZeros(weightShape);
  eachProduct(input.shape, weightShape, gradOutput.shape, options, (place, kernel, output) => {
    accumulate(gradWeight, at(gradOutput, ...output) * at(input, ...place), ...kernel);
  });
  return gradWeight;
}
