import { conv2d, conv2dGradInput, conv2dGradWeight } from "@convoke/core";
import { arbitraryConv2d } from "../arbitrary/conv2d.js";
import { arbitraryModerate } from "../arbitrary/float.js";
import { linearIn, withoutBias } from "../laws/linearity.js";
import { rotatedIsConvolved, shiftsWithTheInput, trilinear } from "../laws/convolution.js";
import { oracleConv2d, type Conv2dOptions } from "../oracle/conv2d.js";
import type { Dense } from "../oracle/dense.js";
import { defineOpSpec, type Args } from "../suite/spec.js";
import { productSum } from "../suite/tolerance.js";
import { labels, ramp } from "./ramp.js";

/** Sums of kH · kW · Cin/groups products and a bias. */
const terms = (_input: Dense, weight: Dense): number => weight.shape.slice(1).reduce((product, length) => product * length, 1) + 1;

const call = (input: number[], weight: number[], bias: boolean, options: Conv2dOptions = {}): Args => [
  ramp(input), ramp(weight, 3), bias ? ramp([weight[0]!], 5) : null, options,
];

export const conv2dSpec = defineOpSpec({
  name: "conv2d",
  op: conv2d,
  inputs: ["input", "weight", "bias"],
  samples: {
    "3x3 with padding": call([2, 3, 6, 5], [4, 3, 3, 3], true, { padding: 1 }),
    "1x1 kernel": call([2, 5, 4, 4], [3, 5, 1, 1], true),
    "kernel larger than the input, with padding": call([1, 2, 3, 3], [2, 2, 5, 5], false, { padding: 2 }),
    "even kernel, same": call([1, 2, 5, 6], [2, 2, 2, 4], true, { padding: "same" }),
    "stride that leaves a rest": call([1, 2, 8, 7], [3, 2, 3, 3], true, { stride: [3, 2] }),
    "dilation": call([1, 2, 9, 8], [2, 2, 3, 2], true, { dilation: [2, 3], padding: 1 }),
    "groups": call([2, 4, 5, 5], [6, 2, 3, 3], true, { groups: 2, padding: 1 }),
    "depthwise": call([1, 3, 6, 6], [3, 1, 3, 3], false, { groups: 3, padding: 1, stride: 2 }),
    "depthwise, with rows that no window sees": call([1, 2, 4, 7], [2, 1, 1, 5], false, { groups: 2, stride: [2, 1] }),
    "four sides": call([1, 1, 4, 4], [1, 1, 3, 3], false, { padding: [0, 1, 2, 3] }),
    "reflect": call([1, 2, 5, 5], [2, 2, 3, 3], true, { padding: 2, paddingMode: "reflect" }),
    "replicate": call([1, 2, 5, 5], [2, 2, 3, 3], true, { padding: [1, 2], paddingMode: "replicate" }),
    "circular": call([1, 2, 5, 5], [2, 2, 3, 3], true, { padding: 1, paddingMode: "circular" }),
    "unbatched": call([3, 6, 6], [2, 3, 3, 3], true),
    "empty batch": call([0, 3, 6, 6], [2, 3, 3, 3], true),
    "relu": call([2, 2, 5, 5], [3, 2, 3, 3], true, { activation: "relu" }),
    "relu6": call([2, 2, 5, 5], [3, 2, 3, 3], true, { activation: "relu6" }),
    "more channels than a register block": call([2, 19, 5, 7], [13, 19, 3, 3], true, { padding: 1 }),
    // Where fast backends turn to Winograd.
    "3x3 over 32 channels": call([1, 32, 11, 13], [16, 32, 3, 3], true, { padding: 1, activation: "relu" }),
    "one row": call([1, 3, 1, 9], [2, 3, 1, 4], true, { stride: [1, 2] }),
  },
  arbitrary: arbitraryConv2d(undefined, { activation: true }).map(({ inputs, attributes }) => [inputs.input, inputs.weight, inputs.bias, attributes]),
  // Moderate values: a difference of losses around 1e9 has no digits left for the slope.
  smooth: arbitraryConv2d(arbitraryModerate()).map(({ inputs, attributes }) => [inputs.input, inputs.weight, inputs.bias, attributes]),
  oracle: oracleConv2d,
  bound: productSum(oracleConv2d, terms),
  gradients: ["input", "weight", "bias"],
  laws: [
    linearIn("input", 0, withoutBias),
    linearIn("weight", 1, withoutBias),
    trilinear(conv2dGradInput, conv2dGradWeight),
    shiftsWithTheInput,
    rotatedIsConvolved,
  ],
  errors: [
    {
      args: [ramp([1, 3, 5, 5]), ramp([16, 4, 3, 3])],
      error: "ShapeError",
      message: "conv2d: input has 3 channels, but weight [16, 4, 3, 3] with groups 1 expects 4",
    },
    { args: [ramp([1, 3, 5, 5]), ramp([3, 3, 3])], error: "ShapeError", message: "conv2d: weight has shape [3, 3, 3], expected [outChannels, inChannels / groups, kernelHeight, kernelWidth]" },
    { args: [ramp([5, 5]), ramp([1, 1, 3, 3])], error: "ShapeError", message: "conv2d: input has shape [5, 5], expected [batch, channels, height, width]" },
    { args: [ramp([1, 1, 3, 3]), ramp([1, 1, 5, 5])], error: "ShapeError", message: "conv2d: kernel of extent [5, 5] does not fit into the padded input [3, 3]" },
    { args: [ramp([1, 4, 5, 5]), ramp([3, 2, 3, 3]), null, { groups: 2 }], error: "ShapeError", message: "conv2d: weight [3, 2, 3, 3] has 3 output channels, expected a multiple of groups 2" },
    { args: [ramp([1, 1, 5, 5]), ramp([2, 1, 3, 3]), ramp([3])], error: "ShapeError", message: "conv2d: bias has shape [3], expected [2]" },
    { args: [ramp([1, 1, 5, 5]), ramp([1, 1, 3, 3]), null, { padding: "same", stride: 2 }], error: "ArgumentError", message: 'conv2d: padding "same" needs stride 1' },
    { args: [ramp([1, 1, 5, 5]), ramp([1, 1, 3, 3]), null, { stride: 0 }], error: "ArgumentError", message: "conv2d: stride is 0, expected an integer of at least 1" },
    { args: [ramp([1, 1, 5, 5]), ramp([1, 1, 3, 3]), null, { padding: [1, 2, 3] }], error: "ArgumentError", message: "conv2d: padding is [1, 2, 3], expected [vertical, horizontal] or [top, bottom, left, right]" },
    {
      args: [ramp([1, 1, 5, 5]), ramp([1, 1, 3, 3]), null, { strides: 2 }],
      error: "ArgumentError",
      message: 'conv2d: unknown option "strides", expected one of stride, padding, dilation, groups, paddingMode, activation',
    },
    { args: [labels([1, 1, 5, 5], 9), ramp([1, 1, 3, 3])], error: "DTypeError", message: "conv2d: input is int32, expected float32 or float64" },
  ],
});
