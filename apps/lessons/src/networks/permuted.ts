import { data, Generator } from "convoke";
import { normalization } from "../digits.js";

/** One fixed order of the 784 pixels. */
export function pixelOrder(): number[] {
  const keys = new Generator(196).uniform(784);
  return Array.from(keys, (_, i) => i).sort((a, b) => keys[a]! - keys[b]!);
}

/** The same images with their pixels in another order, the same one for all. */
export function permuted(dataset: data.ImageDataset): data.ImageDataset {
  const order = pixelOrder();
  return changed(dataset, (image, at) => image[order[at]!]!);
}

/** New images, pixel by pixel, of the same size and labels. */
export function changed(dataset: data.ImageDataset, pixel: (image: Uint8Array, at: number) => number): data.ImageDataset {
  const { images, labels, height, width } = dataset;
  const size = height * width;
  const moved = new Uint8Array(images.length);
  for (let n = 0; n < labels.length; n++) {
    const image = images.subarray(n * size, (n + 1) * size);
    for (let at = 0; at < size; at++) moved[n * size + at] = pixel(image, at);
  }
  return new data.ImageDataset(moved, labels, { height, width, ...normalization });
}

/** Rolled down and to the right; what leaves on one side comes in on the other. PyTorch: `torch.roll`. */
export function rolled(dataset: data.ImageDataset, down: number, right: number): data.ImageDataset {
  const wrap = (value: number): number => ((value % 28) + 28) % 28;
  return changed(dataset, (image, at) => image[wrap(Math.floor(at / 28) - down) * 28 + wrap((at % 28) - right)]!);
}

/** Every image through a transform that keeps its size. */
export function transformed(dataset: data.ImageDataset, transform: (image: data.RasterImage) => data.RasterImage): data.ImageDataset {
  const { images, labels, height, width } = dataset;
  const moved = new Uint8Array(images.length);
  for (let n = 0; n < labels.length; n++) {
    const from = n * height * width;
    moved.set(transform({ width, height, channels: 1, data: images.subarray(from, from + height * width) }).data, from);
  }
  return new data.ImageDataset(moved, labels, { height, width, ...normalization });
}
