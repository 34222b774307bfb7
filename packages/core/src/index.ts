export { backward, type BackwardOptions, grad, type GradOptions } from "./autograd/backward.js";
export { defineOp, type Op, type OpDefinition, type TensorSpec } from "./autograd/define-op.js";
export { gradCheck, type GradCheckOptions } from "./autograd/grad-check.js";
export { isGradEnabled, noGrad } from "./autograd/grad-mode.js";
export { isObserved, observe, type Observer, type OpEvent } from "./autograd/observe.js";
export type { AdamStepOptions, Backend, BackendInfo, SgdStepOptions } from "./backend/backend.js";
export type { DType, TypedArray } from "./backend/dtype.js";
export type { Shape } from "./backend/layout.js";
export {
  arange, type CreationOptions, eye, full, linspace, ones, onesLike, rand, randint, randn, type RandomOptions, tensor, type TensorOptions, zeros, zerosLike,
} from "./creation.js";
export * from "./errors/index.js";
export type { Layer } from "./layer.js";
export * from "./ops/index.js";
export { Buffer, Cell, Parameter } from "./tensor/cell.js";
export { currentBackend, setBackend, useBackend } from "./tensor/default-backend.js";
export { defaultGenerator, Generator, manualSeed } from "./tensor/generator.js";
export { checkOptions } from "./tensor/options.js";
export type { NestedArray } from "./tensor/read.js";
export type { TensorMethods } from "./methods.js";
export { memory } from "./tensor/shared-storage.js";
export { Tensor } from "./tensor/tensor.js";
export { tidy } from "./tensor/tidy.js";
