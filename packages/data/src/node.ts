export { loadIdx } from "./node/load-idx.js";
export { loadMnist, type LoadedMnist, type LoadMnistOptions, type MnistFile } from "./node/load-mnist.js";
export type { MnistVariant } from "./node/mnist-variants.js";
