import type { Shape } from "@convoke/core";
import type { AxisField, ReceptiveField } from "../field/receptive-field.js";
import type { HostArray } from "./host-array.js";

/** A part of an image, [C, height, width], that one cell of a layer sees. */
export interface Patch extends HostArray {
  /** Its position in the batch. */
  readonly image: number;
  /** The activation. */
  readonly value: number;
  /** The cell in the layer's map. */
  readonly row: number;
  readonly column: number;
  /** The patch's first row and column in the image. */
  readonly top: number;
  readonly left: number;
}

export interface PatchBox {
  readonly row: number;
  readonly column: number;
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** What the cell [row, column] sees of images [N, C, H, W], without what lies in the padding. */
export function patchBox({ height, width }: ReceptiveField, row: number, column: number, images: Shape): PatchBox {
  const [top, bottom] = clip(height, row, images[2]!), [left, right] = clip(width, column, images[3]!);
  return { row, column, top, left, height: bottom - top, width: right - left };
}

function clip({ start, jump, size }: AxisField, at: number, length: number): [first: number, end: number] {
  const first = start! + at * jump!;
  return [Math.min(Math.max(first, 0), length), Math.max(Math.min(first + size!, length), 0)];
}
