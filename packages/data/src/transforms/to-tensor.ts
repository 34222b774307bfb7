import { fullScale, type RasterImage } from "../image/raster-image.js";
import type { HostTensor } from "../host-tensor.js";
import { defineImageTransform, type Transform } from "./transform.js";

/**
 * The numbers of an image as a float32 tensor in host memory, scaled to [0, 1], channels first. torchvision: `ToTensor`.
 *
 * output[c, y, x] = image[y, x, c] / 255, or / 65535 of 16 bits. It is not on a backend yet, so that workers can make it: `collate` stacks a batch of
 * them into one Tensor.
 *
 * **Shapes**: [H, W, C] → [C, H, W].
 *
 * @example
 * const input = collate([toTensor()(image)]); // a Tensor [1, C, H, W]
 */
export function toTensor(): Transform<RasterImage, HostTensor<Float32Array>> {
  return defineImageTransform(["toTensor"], (image) => {
    const { width, height, channels, data } = image;
    const scale = fullScale(image);
    const output = new Float32Array(data.length);
    for (let c = 0, to = 0; c < channels; c++) {
      for (let from = c; from < data.length; from += channels) output[to++] = data[from]! / scale;
    }
    return { shape: [channels, height, width], data: output };
  });
}
