/** Geometries of convolutions, their operands, and the slow way to compute them. */
import { kernelExtent, outputSize, type Conv2dGeometry } from "@convoke/core/backend";
import { integers, type Random } from "../random.test-support.js";

export type Options = Partial<Conv2dGeometry>;

export function geometry(options: Options): Conv2dGeometry {
  const g = {
    batch: 1, inChannels: 1, inHeight: 5, inWidth: 5, outChannels: 1, kernelHeight: 3, kernelWidth: 3, strideHeight: 1, strideWidth: 1,
    dilationHeight: 1, dilationWidth: 1, padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, groups: 1, ...options,
  };
  return {
    ...g,
    outHeight: outputSize(g.inHeight, g.padTop, g.padBottom, kernelExtent(g.kernelHeight, g.dilationHeight), g.strideHeight),
    outWidth: outputSize(g.inWidth, g.padLeft, g.padRight, kernelExtent(g.kernelWidth, g.dilationWidth), g.strideWidth),
  };
}

/** Calls `visit` with the three flat indices of every product of the convolution. */
function eachProduct(g: Conv2dGeometry, visit: (input: number, weight: number, output: number) => void): void {
  const inPerGroup = g.inChannels / g.groups, outPerGroup = g.outChannels / g.groups;
  for (let n = 0; n < g.batch; n++) for (let co = 0; co < g.outChannels; co++) for (let h = 0; h < g.outHeight; h++) for (let w = 0; w < g.outWidth; w++)
    for (let ci = 0; ci < inPerGroup; ci++) for (let kh = 0; kh < g.kernelHeight; kh++) for (let kw = 0; kw < g.kernelWidth; kw++) {
      const y = h * g.strideHeight - g.padTop + kh * g.dilationHeight, x = w * g.strideWidth - g.padLeft + kw * g.dilationWidth;
      if (y < 0 || y >= g.inHeight || x < 0 || x >= g.inWidth) continue;
      const channel = Math.floor(co / outPerGroup) * inPerGroup + ci;
      visit(
        ((n * g.inChannels + channel) * g.inHeight + y) * g.inWidth + x,
        ((co * inPerGroup + ci) * g.kernelHeight + kh) * g.kernelWidth + kw,
        ((n * g.outChannels + co) * g.outHeight + h) * g.outWidth + w,
      );
    }
}

export interface Operands { readonly input: Float32Array; readonly weight: Float32Array; readonly gradOutput: Float32Array }

export function randomOperands(random: Random, g: Conv2dGeometry, values = integers): Operands {
  return {
    input: values(random, g.batch * g.inChannels * g.inHeight * g.inWidth),
    weight: values(random, g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth),
    gradOutput: values(random, g.batch * g.outChannels * g.outHeight * g.outWidth),
  };
}

export function naive(g: Conv2dGeometry, { input, weight, gradOutput }: Operands) {
  const output = new Float64Array(gradOutput.length), gradInput = new Float64Array(input.length), gradWeight = new Float64Array(weight.length);
  eachProduct(g, (x, w, y) => {
    output[y]! += input[x]! * weight[w]!;
    gradInput[x]! += gradOutput[y]! * weight[w]!;
    gradWeight[w]! += gradOutput[y]! * input[x]!;
  });
  return { output, gradInput, gradWeight };
}
