export { Adam } from "./adam.js";
export type { AdamOptions } from "./update-adam.js";
export { AdamW } from "./adamw.js";
export { Optimizer } from "./optimizer.js";
export type { OptimizerStateDict, ParameterState, SavedState } from "./optimizer-state.js";
export type { OptimizerOptions, ParameterGroup, Trainable } from "./parameter-group.js";
export { SGD, type SGDOptions } from "./sgd.js";
