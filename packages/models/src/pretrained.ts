/** Where the files of trained networks lie: URLs that bundlers find, to be fetched in a browser. */
export const pretrainedUrls = {
  "lenet-mnist": new URL("../pretrained/lenet-mnist.safetensors", import.meta.url),
  "cnn-gap-mnist": new URL("../pretrained/cnn-gap-mnist.safetensors", import.meta.url),
  "cnn-fashion-mnist": new URL("../pretrained/cnn-fashion-mnist.safetensors", import.meta.url),
} as const;

export type PretrainedName = keyof typeof pretrainedUrls;
