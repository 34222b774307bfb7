export { Bottleneck } from "./bottleneck.js";
export { CnnGap } from "./cnn-gap.js";
export { FashionCnn } from "./fashion-cnn.js";
export { GoogLeNet } from "./googlenet.js";
export { Inception, type InceptionChannels } from "./inception.js";
export { LeNet } from "./lenet.js";
export { PyTorchCNN } from "./pytorch-cnn.js";
export { PyTorchMLP } from "./pytorch-mlp.js";
export { SlidesCnn } from "./slides-cnn.js";
