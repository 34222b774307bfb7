export * from "../errors/index.js";
export * from "./backend.js";
export { collapse } from "./collapse.js";
export { defineBackend, derivedKernelNames, isDerived } from "./define-backend.js";
export { allocate, bytesPerElement, dtypeOf, dtypes, isFloat, type DType, type TypedArray } from "./dtype.js";
export * from "./geometry.js";
export * from "./layout.js";
export { randomWords, threefry2x32, uniformNumbers } from "./random.js";
