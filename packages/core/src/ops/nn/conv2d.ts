import type { Activation } from "../../backend/backend.js";
import { kernelExtent, type Conv2dGeometry } from "../../backend/geometry.js";
import { ShapeError } from "../../errors/shape-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { isObserved } from "../../autograd/observe.js";
import { formatShape } from "../../tensor/format.js";
import { checkOptions } from "../../tensor/options.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkChoice, checkFloat, checkSameDType, resolvePair } from "../checks.js";
import { pad } from "../shape/pad.js";
import { reshape } from "../shape/reshape.js";
import { activate, maskGradient, resolveActivation } from "./activation.js";
import { conv2dGeometry, resolvePadding, type ConvolutionOptions } from "./conv2d-geometry.js";
import { sum } from "../reduce/reduce.js";

export interface Conv2dOptions extends ConvolutionOptions {
  /** What stands in the padding; default "zeros". */
  readonly paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
  /** Applied to the result in the same kernel. */
  readonly activation?: Activation;
}

interface Conv2dInputs {
  readonly input: Tensor;
  readonly weight: Tensor;
  readonly bias: Tensor | null;
  readonly [name: string]: Tensor | null;
}

// {conv2d, gradInput, gradWeight} is one trilinear form ⟨conv(x, w), g⟩ read from three sides: closed under differentiation.
const op = defineOp<Conv2dInputs, Conv2dGeometry & { readonly activation: Activation | null }>({
  name: "conv2d",
  infer: ({ input }, g) => ({ shape: [g.batch, g.outChannels, g.outHeight, g.outWidth], dtype: input.dtype }),
  saves: ({ activation }, wanted) => [...(wanted("input") ? ["weight"] : []), ...(wanted("weight") ? ["input"] : []), ...(activation ? ["output"] : [])],
  // Backends get the geometry alone: nothing but integers.
  forwardDense: (backend, { input, weight, bias }, { activation, ...g }) => backend.conv2d(input, weight, g, { bias, activation: activation ?? undefined }),
  backward: (gradOutput, { input, weight, output }, { activation, ...g }) => {
    const masked = maskGradient(gradOutput, output, activation);
    return {
      input: (): Tensor => gradInputOp({ gradOutput: masked, weight }, g),
      weight: (): Tensor => gradWeightOp({ gradOutput: masked, input }, g),
      bias: () => sum(masked, [0, 2, 3]),
    };
  },
});

const plain = ({ input, weight }: { input: Tensor; weight: Tensor }, g: Conv2dGeometry): Tensor => op({ input, weight, bias: null }, { ...g, activation: null });

export const gradInputOp = defineOp({
  name: "conv2dGradInput",
  infer: ({ gradOutput }: { gradOutput: Tensor; weight: Tensor }, g: Conv2dGeometry) => ({ shape: [g.batch, g.inChannels, g.inHeight, g.inWidth], dtype: gradOutput.dtype }),
  saves: ["gradOutput", "weight"],
  forwardDense: (backend, { gradOutput, weight }, g) => backend.conv2dGradInput(gradOutput, weight, g),
  backward: (input, { gradOutput, weight }, g) => ({
    gradOutput: () => plain({ input, weight }, g),
    weight: (): Tensor => gradWeightOp({ gradOutput, input }, g),
  }),
});

export const gradWeightOp = defineOp({
  name: "conv2dGradWeight",
  infer: ({ input }: { gradOutput: Tensor; input: Tensor }, g: Conv2dGeometry) => ({ shape: [g.outChannels, g.inChannels / g.groups, g.kernelHeight, g.kernelWidth], dtype: input.dtype }),
  saves: ["gradOutput", "input"],
  forwardDense: (backend, { gradOutput, input }, g) => backend.conv2dGradWeight(gradOutput, input, g),
  backward: (weight, { gradOutput, input }, g) => ({
    gradOutput: () => plain({ input, weight }, g),
    input: (): Tensor => gradInputOp({ gradOutput, weight }, g),
  }),
});

/**
 * Cross-correlation of planes with kernels. PyTorch: `nn.functional.conv2d`, with all of its arguments.
 *
 * output[n, co, h, w] = bias[co] + Σ_{ci, kh, kw} weight[co, ci, kh, kw] · input[n, ci, h·stride − padding + kh·dilation, …]
 *
 * **Shapes**: input [N, Cin, H, W] or [Cin, H, W], weight [Cout, Cin/groups, kH, kW], bias [Cout] →
 * [N, Cout, oH, oW] or [Cout, oH, oW] with oH = ⌊(H + top + bottom − dilation·(kH − 1) − 1) / stride⌋ + 1.
 *
 * @throws {ShapeError} `conv2d: input has 3 channels, but weight [16, 4, 3, 3] with groups 1 expects 4`
 * @throws {ArgumentError} for an unknown option, or padding "same" with a stride other than 1.
 * @example
 * conv2d(randn([8, 3, 32, 32]), randn([16, 3, 3, 3]), null, { padding: 1, stride: 2 }); // [8, 16, 16, 16]
 */
export function conv2d(input: Tensor, weight: Tensor, bias: Tensor | null = null, options: Conv2dOptions = {}): Tensor {
  return convolve("conv2d", input, weight, bias, options);
}

/** @internal conv2d under the name of the function that the user called. */
export function convolve(name: string, input: Tensor, weight: Tensor, bias: Tensor | null, options: Conv2dOptions): Tensor {
  checkOptions(name, options, ["stride", "padding", "dilation", "groups", "paddingMode", "activation"]);
  const activation = resolveActivation(name, options.activation);
  const mode = checkChoice(name, "paddingMode", options.paddingMode ?? "zeros", ["zeros", "reflect", "replicate", "circular"]);
  checkFloat(name, input);
  checkSameDType(name, { input, weight, bias });
  if (input.rank === 3) {
    const output = convolve(name, reshape(input, [1, ...input.shape]), weight, bias, options);
    return reshape(output, output.shape.slice(1));
  }
  if (mode !== "zeros") return convolve(name, padInput(name, input, weight, mode, options), weight, bias, { ...options, padding: 0, paddingMode: "zeros" });
  const g = conv2dGeometry(name, input.shape, weight.shape, options);
  if (bias && String(bias.shape) !== String(g.outChannels)) {
    throw new ShapeError(`${name}: bias has shape ${formatShape(bias.shape)}, expected [${g.outChannels}]`);
  }
  const fused = activation !== null && !isObserved();
  const output = op({ input, weight, bias }, { ...g, activation: fused ? activation : null });
  return activation !== null && !fused ? activate(output, activation) : output;
}

function padInput(name: string, input: Tensor, weight: Tensor, mode: "reflect" | "replicate" | "circular", options: Conv2dOptions): Tensor {
  const stride = resolvePair(name, "stride", options.stride ?? 1, 1);
  const dilation = resolvePair(name, "dilation", options.dilation ?? 1, 1);
  const extents = [kernelExtent(weight.shape.at(-2) ?? 1, dilation[0]), kernelExtent(weight.shape.at(-1) ?? 1, dilation[1])] as const;
  const [top, bottom, left, right] = resolvePadding(name, options.padding ?? 0, extents, stride[0] * stride[1]);
  return pad(input, [left, right, top, bottom], { mode });
}
