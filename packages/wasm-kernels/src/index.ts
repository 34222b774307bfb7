export { hasFeature, type Feature } from "./features.js";
export { compile, compileAsync, instantiate, kernelNames, maximumPages, type Kernel, type KernelName, type Kernels } from "./kernels.js";
export { concat } from "./plans/concat.js";
export {
  conv2d, conv2dGradInput, conv2dGradInputWorkspace, conv2dGradWeight, conv2dWorkspace,
  directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace,
} from "./plans/conv2d.js";
export { usesWinograd, winogradPoints } from "./plans/winograd.js";
export { binary, bitsOf, cast, copy, fill, unary, updateSlice, where, widthOf, type KernelDType, type Operand } from "./plans/elementwise.js";
export { matmul, matmulWorkspace, type Matrices, type MatmulSizes } from "./plans/matmul.js";
export { argmaxBytes, avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad, maxPool2dTake } from "./plans/pool2d.js";
export { reduce, reduceWorkspace } from "./plans/reduce.js";
export { uniform } from "./plans/uniform.js";
export type { EpiloguePointers, Step } from "./plans/step.js";
