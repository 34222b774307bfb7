export { ImageFolder, type ImageFile, type ImageFolderParts, type ImageFolderSample } from "./node/image-folder.js";
export { loadFashionMnist, type LoadFashionMnistOptions } from "./node/load-fashion-mnist.js";
export { loadIdx } from "./node/load-idx.js";
export { loadImageFolder, type LoadImageFolderOptions } from "./node/load-image-folder.js";
export { loadMnist, type LoadMnistOptions } from "./node/load-mnist.js";
export type { MnistVariant } from "./node/mnist-variants.js";
export { moduleWorker, type ModuleWorkerOptions } from "./node/module-worker.js";
export type { LoadedMnist, MnistFile } from "./node/read-mnist-files.js";
