import { ImageDataset } from "@convoke/data";

/** Images of class c are black but for column c: ten classes that anything can learn. */
export function stripes(length: number): ImageDataset {
  const labels = Uint8Array.from({ length }, (_, i) => i % 10);
  const images = new Uint8Array(length * 784);
  for (let at = 0; at < images.length; at++) if (at % 28 === 2 * labels[Math.floor(at / 784)]!) images[at] = 255;
  return new ImageDataset(images, labels, { height: 28, width: 28 });
}
