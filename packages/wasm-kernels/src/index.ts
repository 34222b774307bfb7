export { hasFeature, type Feature } from "./features.js";
export { compile, instantiate, kernelNames, maximumPages, type Kernel, type KernelName, type Kernels } from "./kernels.js";
export { conv2d, conv2dGradInput, conv2dGradInputWorkspace, conv2dGradWeight, conv2dWorkspace } from "./plans/conv2d.js";
export { binary, bitsOf, cast, copy, fill, unary, updateSlice, where, widthOf, type KernelDType, type Operand } from "./plans/elementwise.js";
export { matmul, matmulWorkspace, type Matrices, type MatmulSizes } from "./plans/matmul.js";
export { argmaxBytes, avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad, maxPool2dTake } from "./plans/pool2d.js";
export { reduce, reduceWorkspace } from "./plans/reduce.js";
export type { EpiloguePointers, Step } from "./plans/step.js";
