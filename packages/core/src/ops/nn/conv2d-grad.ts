import { type Shape } from "../../backend/layout.js";
import { ShapeError } from "../../errors/shape-error.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, checkSameDType } from "../checks.js";
import { rot180 } from "../shape/flip.js";
import { convolve, gradInputOp, gradWeightOp, type Conv2dOptions } from "./conv2d.js";
import { conv2dGeometry, type ConvolutionOptions } from "./conv2d-geometry.js";

const known = ["stride", "padding", "dilation", "groups"];

function check(name: string, gradOutput: Tensor, other: Tensor, what: string, input: Shape, weight: Shape, options: ConvolutionOptions) {
  checkOptions(name, options, known);
  checkFloat(name, gradOutput, "gradOutput");
  checkSameDType(name, { gradOutput, [what]: other });
  const g = conv2dGeometry(name, input, weight, options);
  const expected = [g.batch, g.outChannels, g.outHeight, g.outWidth];
  if (String(gradOutput.shape) !== String(expected)) {
    throw new ShapeError(`${name}: gradOutput has shape ${formatShape(gradOutput.shape)}, expected ${formatShape(expected)}`);
  }
  return g;
}

/**
 * ∂L/∂input of conv2d: each gradOutput, weighted, handed back to the cells of its window. PyTorch: `nn.grad.conv2d_input`.
 *
 * **Shapes**: gradOutput [N, Cout, oH, oW], weight [Cout, Cin/groups, kH, kW] → inputShape [N, Cin, H, W].
 *
 * At stride 1 it is the full cross-correlation of the padded gradOutput with the weight turned by 180°.
 */
export function conv2dGradInput(gradOutput: Tensor, weight: Tensor, inputShape: Shape, options: ConvolutionOptions = {}): Tensor {
  const g = check("conv2dGradInput", gradOutput, weight, "weight", inputShape, weight.shape, options);
  return gradInputOp({ gradOutput, weight }, g);
}

/**
 * ∂L/∂weight of conv2d: the cross-correlation of the input with gradOutput. PyTorch: `nn.grad.conv2d_weight`.
 *
 * **Shapes**: gradOutput [N, Cout, oH, oW], input [N, Cin, H, W] → weightShape [Cout, Cin/groups, kH, kW].
 */
export function conv2dGradWeight(gradOutput: Tensor, input: Tensor, weightShape: Shape, options: ConvolutionOptions = {}): Tensor {
  const g = check("conv2dGradWeight", gradOutput, input, "input", input.shape, weightShape, options);
  return gradWeightOp({ gradOutput, input }, g);
}

/**
 * The mathematical convolution: conv2d with the weight turned by 180°. SciPy: `signal.convolve2d`.
 *
 * **Shapes**, arguments and errors as `conv2d`.
 */
export function convolve2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: Conv2dOptions = {}): Tensor {
  return convolve("convolve2d", input, weight.rank === 4 ? rot180(weight) : weight, bias, options);
}
