export { hasFeature, type Feature } from "./features.js";
export { compile, compileAsync, instantiate, kernelNames, maximumPages, type Kernel, type KernelName, type Kernels } from "./kernels.js";
export { batchNorm, batchNormApply, batchNormGrad, type AffinePointers, type BatchNormGradients } from "./plans/batch-norm.js";
export { concat } from "./plans/concat.js";
export {
  conv2d, conv2dGradInput, conv2dGradInputWorkspace, conv2dWorkspace,
  directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace,
} from "./plans/conv2d.js";
export { conv2dGradWeight, conv2dGradWeightWorkspace } from "./plans/conv2d-grad-weight.js";
export { crossEntropy, crossEntropyGrad, logSoftmax, logSoftmaxGrad } from "./plans/cross-entropy.js";
export { usesWinograd, winogradPoints } from "./plans/winograd.js";
export { usesWinogradGradWeight } from "./plans/winograd-grad-weight.js";
export { binary, bitsOf, cast, copy, fill, reluGrad, unary, updateSlice, where, widthOf, type KernelDType, type Operand } from "./plans/elementwise.js";
export { matmul, matmulWorkspace, type Matrices, type MatmulSizes } from "./plans/matmul.js";
export { adamStep, sgdStep, type AdamPointers, type MomentumBuffer } from "./plans/optimizer-steps.js";
export { argmaxBytes, avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad, maxPool2dTake } from "./plans/pool2d.js";
export { reduce, reduceWorkspace } from "./plans/reduce.js";
export { uniform } from "./plans/uniform.js";
export type { EpiloguePointers, Step } from "./plans/step.js";
