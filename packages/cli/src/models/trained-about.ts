import { text } from "../command/flag.js";

/** How the help describes a MODEL with weights. */
export const trainedAbout = "lenet-mnist, cnn-gap-mnist, cnn-fashion-mnist, a .safetensors file of convoke train, or a model with --weights";

export const weightsFlag = {
  weights: text("FILE", "a file", "a .safetensors file with the weights of MODEL, under PyTorch's names"),
};
