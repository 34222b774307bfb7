import { cat, slice, type Tensor } from "@convoke/core";

/**
 * Images moved `down` and to the `right`; what leaves at one edge comes in at the other. PyTorch: `torch.roll(images, (down, right), (2, 3))`.
 *
 * **Shapes**: [N, C, H, W] → [N, C, H, W].
 */
export function roll(images: Tensor, down: number, right: number): Tensor {
  const [, , height, width] = images.shape as [number, number, number, number];
  const [above, left] = [modulo(down, height), modulo(right, width)];
  const moved = above === 0 ? images : cat([slice(images, null, null, [height - above, height]), slice(images, null, null, [0, height - above])], 2);
  return left === 0 ? moved : cat([slice(moved, null, null, null, [width - left, width]), slice(moved, null, null, null, [0, width - left])], 3);
}

const modulo = (value: number, size: number): number => ((value % size) + size) % size;
