import { conv2dGradInput, conv2dGradWeight, convolve2d } from "@convoke/core";
import type fc from "fast-check";
import { arbitraryConv2d, arbitraryConv2dGrad, type Conv2dCase, type Conv2dGradCase } from "../arbitrary/conv2d.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { adjointIn } from "../laws/adjoint.js";
import {
  commutes, correlatesWithTheTurned, correlationOfInputAndGradient, fullConvolutionAtStrideOne, transposesConv2d, unitImpulseChangesNothing,
} from "../laws/convolution-gradients.js";
import { linearIn, withoutBias } from "../laws/linearity.js";
import { oracleConv2dGradInput, oracleConv2dGradWeight, type Conv2dGradOptions } from "../oracle/conv2d-grad.js";
import { oracleConv2d, oracleConvolve2d, type Conv2dOptions } from "../oracle/conv2d.js";
import { sizeOf, type Dense } from "../oracle/dense.js";
import { defineOpSpec, type Args, type ErrorCase, type OpSpec } from "../suite/spec.js";
import { productSum } from "../suite/tolerance.js";
import { labels, ramp } from "./ramp.js";

const convolution = (input: number[], weight: number[], bias: boolean, options: Conv2dOptions = {}): Args => [ramp(input), ramp(weight, 3), bias ? ramp([weight[0]!], 5) : null, options];
const convolutionArgs = ({ inputs: { input, weight, bias }, attributes }: Conv2dCase): Args => [input, weight, bias, attributes];

/** The output's shape comes from the oracle: its values are not needed. */
const outputShape = (input: number[], weight: number[], options: Conv2dGradOptions): readonly number[] => oracleConv2d(ramp(input), ramp(weight), null, options).shape;

type Geometry = readonly [input: number[], weight: number[], options?: Conv2dGradOptions];
const geometries: Readonly<Record<string, Geometry>> = {
  "3x3 with padding": [[2, 3, 6, 5], [4, 3, 3, 3], { padding: 1 }],
  "1x1 kernel": [[2, 5, 4, 4], [3, 5, 1, 1]],
  "kernel larger than the input, with padding": [[1, 2, 3, 3], [2, 2, 5, 5], { padding: 2 }],
  "even kernel, same": [[1, 2, 5, 6], [2, 2, 2, 4], { padding: "same" }],
  "stride that leaves a rest": [[1, 2, 8, 7], [3, 2, 3, 3], { stride: [3, 2] }],
  "stride larger than the kernel": [[1, 2, 9, 9], [2, 2, 2, 1], { stride: 4 }],
  "dilation": [[1, 2, 9, 8], [2, 2, 3, 2], { dilation: [2, 3], padding: 1 }],
  "groups": [[2, 4, 5, 5], [6, 2, 3, 3], { groups: 2, padding: 1 }],
  "depthwise": [[1, 3, 6, 6], [3, 1, 3, 3], { groups: 3, padding: 1, stride: 2 }],
  "depthwise, with rows that no window sees": [[1, 2, 4, 7], [2, 1, 1, 5], { groups: 2, stride: [2, 1] }],
  "four sides": [[1, 1, 4, 4], [1, 1, 3, 3], { padding: [0, 1, 2, 3] }],
  "more channels than a register block": [[2, 19, 5, 7], [13, 19, 3, 3], { padding: 1 }],
  "one row": [[1, 3, 1, 9], [2, 3, 1, 4], { stride: [1, 2] }],
  "empty batch": [[0, 3, 6, 6], [2, 3, 3, 3]],
};

function samples(args: (...geometry: Geometry) => Args): Record<string, Args> {
  return Object.fromEntries(Object.entries(geometries).map(([name, geometry]) => [name, args(...geometry)]));
}

const gradInputCall = (input: number[], weight: number[], options: Conv2dGradOptions = {}): Args => [ramp(outputShape(input, weight, options)), ramp(weight, 3), input, options];
const gradWeightCall = (input: number[], weight: number[], options: Conv2dGradOptions = {}): Args => [ramp(outputShape(input, weight, options)), ramp(input, 3), weight, options];

/** Batches only, as in torch.nn.grad: a case without one gets a batch of one. */
const batched = ({ shape, data }: Dense): Dense => ({ shape: shape.length === 3 ? [1, ...shape] : shape, data });
const gradInputPoints = (element?: fc.Arbitrary<number>): fc.Arbitrary<Args> =>
  arbitraryConv2dGrad(element).map(({ inputs: { gradOutput, weight, input }, attributes }: Conv2dGradCase) => [batched(gradOutput), weight, batched(input).shape, attributes]);
const gradWeightPoints = (element?: fc.Arbitrary<number>): fc.Arbitrary<Args> =>
  arbitraryConv2dGrad(element).map(({ inputs: { gradOutput, weight, input }, attributes }: Conv2dGradCase) => [batched(gradOutput), batched(input), weight.shape, attributes]);

/** Sums of kH · kW · Cin/groups products and a bias. */
const convolutionTerms = (_input: Dense, weight: Dense): number => sizeOf(weight.shape.slice(1)) + 1;
/** Every input cell is in at most kH · kW windows of Cout/groups channels each. */
const gradInputTerms = (_gradOutput: Dense, { shape }: Dense, _shape: readonly number[], { groups = 1 }: Conv2dGradOptions = {}): number => (sizeOf(shape) / shape[1]! / groups);
/** One product for each output cell of every image. */
const gradWeightTerms = ({ shape }: Dense): number => shape[0]! * sizeOf(shape.slice(2));

/** What conv2d checks too, under the name of the function that was called. */
function sharedErrors(name: string, call: (...geometry: Geometry) => Args): ErrorCase[] {
  return [
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { paddingMode: "reflect" }), error: "ArgumentError", message: `${name}: unknown option "paddingMode", expected one of stride, padding, dilation, groups` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { dilation: 0 }), error: "ArgumentError", message: `${name}: dilation is 0, expected an integer of at least 1` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { stride: [1, 2, 3] }), error: "ArgumentError", message: `${name}: stride is [1,2,3], expected a number or [height, width]` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { padding: -1 }), error: "ArgumentError", message: `${name}: padding is -1, expected an integer of at least 0` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { groups: 1.5 }), error: "ArgumentError", message: `${name}: groups is 1.5, expected an integer of at least 1` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(3, { stride: 2 }), error: "ShapeError", message: `${name}: gradOutput has shape [1, 1, 3, 3], expected [1, 1, 2, 2]` },
    { args: call([1, 1, 5, 5], [1, 1, 3, 3]).with(0, labels([1, 1, 3, 3], 9)), error: "DTypeError", message: `${name}: gradOutput is int32, expected float32 or float64` },
  ];
}

export const conv2dGradientSpecs: readonly OpSpec[] = [
  defineOpSpec({
    name: "convolve2d",
    op: convolve2d,
    inputs: ["input", "weight", "bias"],
    samples: {
      ...samples((input, weight, options) => convolution(input, weight, true, options)),
      "reflect": convolution([1, 2, 5, 5], [2, 2, 3, 3], true, { padding: 2, paddingMode: "reflect" }),
      "circular": convolution([1, 2, 5, 5], [2, 2, 3, 3], false, { padding: [1, 2], paddingMode: "circular" }),
      "unbatched": convolution([3, 6, 6], [2, 3, 3, 3], true),
      "relu": convolution([2, 2, 5, 5], [3, 2, 3, 3], true, { activation: "relu" }),
      "relu6": convolution([2, 2, 5, 5], [3, 2, 3, 3], true, { activation: "relu6" }),
    },
    arbitrary: arbitraryConv2d(undefined, { activation: true }).map(convolutionArgs),
    smooth: arbitraryConv2d(arbitraryModerate()).map(convolutionArgs),
    oracle: oracleConvolve2d,
    bound: productSum(oracleConvolve2d, convolutionTerms),
    gradients: ["input", "weight", "bias"],
    laws: [linearIn("input", 0, withoutBias), linearIn("weight", 1, withoutBias), correlatesWithTheTurned, commutes, unitImpulseChangesNothing],
    errors: [
      { args: convolution([1, 3, 5, 5], [16, 4, 3, 3], false), error: "ShapeError", message: "convolve2d: input has 3 channels, but weight [16, 4, 3, 3] with groups 1 expects 4" },
      { args: [ramp([1, 3, 5, 5]), ramp([3, 3])], error: "ShapeError", message: "convolve2d: weight has shape [3, 3], expected [outChannels, inChannels / groups, kernelHeight, kernelWidth]" },
      { args: convolution([1, 1, 5, 5], [2, 1, 3, 3], false).with(2, ramp([3])), error: "ShapeError", message: "convolve2d: bias has shape [3], expected [2]" },
      { args: convolution([1, 1, 2, 2], [1, 1, 3, 3], false), error: "ShapeError", message: "convolve2d: kernel of extent [3, 3] does not fit into the padded input [2, 2]" },
      { args: convolution([1, 1, 5, 5], [1, 1, 0, 3], false), error: "ShapeError", message: "convolve2d: weight [1, 1, 0, 3] has an empty kernel" },
      { args: convolution([1, 1, 5, 5], [1, 1, 3, 3], false, { padding: "same", stride: 2 }), error: "ArgumentError", message: 'convolve2d: padding "same" needs stride 1' },
      { args: convolution([1, 1, 5, 5], [1, 1, 3, 3], false).with(3, { paddingMode: "mirror" }), error: "ArgumentError", message: 'convolve2d: paddingMode is "mirror", expected one of "zeros", "reflect", "replicate", "circular"' },
      { args: convolution([1, 1, 5, 5], [1, 1, 3, 3], false).with(3, { activation: "tanh" }), error: "ArgumentError", message: 'convolve2d: activation is "tanh", expected one of "relu", "relu6"' },
    ],
  }),
  defineOpSpec({
    name: "conv2dGradInput",
    op: conv2dGradInput,
    inputs: ["gradOutput", "weight"],
    samples: { ...samples(gradInputCall), "3x3 over 32 channels": gradInputCall([1, 16, 11, 13], [32, 16, 3, 3], { padding: 1 }) },
    arbitrary: gradInputPoints(),
    smooth: gradInputPoints(arbitraryModerate()),
    oracle: oracleConv2dGradInput,
    bound: productSum(oracleConv2dGradInput, gradInputTerms),
    gradients: ["gradOutput", "weight"],
    laws: [linearIn("gradOutput", 0), linearIn("weight", 1), adjointIn("gradOutput", 0, conv2dGradInput), adjointIn("weight", 1, conv2dGradInput), transposesConv2d("input"), fullConvolutionAtStrideOne],
    errors: [
      ...sharedErrors("conv2dGradInput", gradInputCall),
      { args: [ramp([1, 2, 3, 3]), ramp([2, 4, 3, 3]), [1, 3, 5, 5]], error: "ShapeError", message: "conv2dGradInput: input has 3 channels, but weight [2, 4, 3, 3] with groups 1 expects 4" },
      { args: [ramp([2, 3, 3]), ramp([2, 3, 3, 3]), [3, 5, 5]], error: "ShapeError", message: "conv2dGradInput: input has shape [3, 5, 5], expected [batch, channels, height, width]" },
    ],
  }),
  defineOpSpec({
    name: "conv2dGradWeight",
    op: conv2dGradWeight,
    inputs: ["gradOutput", "input"],
    samples: { ...samples(gradWeightCall), "3x3 over 16 channels": gradWeightCall([1, 16, 8, 12], [16, 16, 3, 3], { padding: 1 }) },
    arbitrary: gradWeightPoints(),
    smooth: gradWeightPoints(arbitraryModerate()),
    oracle: oracleConv2dGradWeight,
    bound: productSum(oracleConv2dGradWeight, gradWeightTerms),
    gradients: ["gradOutput", "input"],
    laws: [linearIn("gradOutput", 0), linearIn("input", 1), adjointIn("gradOutput", 0, conv2dGradWeight), adjointIn("input", 1, conv2dGradWeight), transposesConv2d("weight"), correlationOfInputAndGradient],
    errors: [
      ...sharedErrors("conv2dGradWeight", gradWeightCall),
      { args: [ramp([1, 2, 3, 3]), ramp([1, 3, 5, 5]), [2, 4, 3, 3]], error: "ShapeError", message: "conv2dGradWeight: input has 3 channels, but weight [2, 4, 3, 3] with groups 1 expects 4" },
      { args: [ramp([1, 2, 3, 3]), ramp([1, 3, 5, 5]), [2, 3, 3]], error: "ShapeError", message: "conv2dGradWeight: weight has shape [2, 3, 3], expected [outChannels, inChannels / groups, kernelHeight, kernelWidth]" },
    ],
  }),
];
