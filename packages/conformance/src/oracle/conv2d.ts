import { type Activation, activate } from "./activation.js";
import { at, build, type Dense } from "./dense.js";
import { oracleRot180 } from "./flip.js";
import { oraclePad, type PadMode } from "./pad.js";
import { addBatch, dropBatch, type Padding, type Pair, pairOf, sidesOf, sizes4 } from "./window.js";

export interface Conv2dOptions {
  stride?: Pair;
  padding?: Padding;
  dilation?: Pair;
  groups?: number;
  paddingMode?: "zeros" | Exclude<PadMode, "constant">;
  activation?: Activation | undefined;
}

/**
 * output[n, o, y, x] = bias[o] + Σ_{c,kh,kw} padded[n, group(o)·C/groups + c, y·stride + kh·dilation, x·stride +
 * kw·dilation] · weight[o, c, kh, kw]: a cross-correlation over the padded input.
 */
export function oracleConv2d(
  input: Dense,
  weight: Dense,
  bias: Dense | null = null,
  options: Conv2dOptions = {},
): Dense {
  if (input.shape.length === 3) return dropBatch(oracleConv2d(addBatch(input), weight, bias, options));
  const { stride = 1, padding = 0, dilation = 1, groups = 1, paddingMode = "zeros", activation } = options;
  const [outChannels, groupChannels, kernelHeight, kernelWidth] = sizes4(weight.shape);
  const [strideHeight, strideWidth] = pairOf(stride);
  const [dilationHeight, dilationWidth] = pairOf(dilation);
  const { top, bottom, left, right } = sidesOf(padding, [kernelHeight, kernelWidth], dilation);
  const mode = paddingMode === "zeros" ? "constant" : paddingMode;
  const padded = oraclePad(input, [left, right, top, bottom], { mode });
  const [batch, , height, width] = sizes4(padded.shape);
  const outHeight = Math.floor((height - dilationHeight * (kernelHeight - 1) - 1) / strideHeight) + 1;
  const outWidth = Math.floor((width - dilationWidth * (kernelWidth - 1) - 1) / strideWidth) + 1;

  const output = build([batch, outChannels, outHeight, outWidth], (n, o, y, x) => {
    const firstChannel = Math.floor(o / (outChannels / groups)) * groupChannels;
    let sum = bias === null ? 0 : at(bias, o);
    for (let c = 0; c < groupChannels; c++) {
      for (let kh = 0; kh < kernelHeight; kh++) {
        for (let kw = 0; kw < kernelWidth; kw++) {
          const value = at(padded, n, firstChannel + c, y * strideHeight + kh * dilationHeight, x * strideWidth + kw * dilationWidth);
          sum += value * at(weight, o, c, kh, kw);
        }
      }
    }
    return sum;
  });
  return activate(output, activation);
}

/** The textbook's convolution: conv2d with the weight rotated by 180°. */
export function oracleConvolve2d(
  input: Dense,
  weight: Dense,
  bias: Dense | null = null,
  options: Conv2dOptions = {},
): Dense {
  return oracleConv2d(input, oracleRot180(weight), bias, options);
}
