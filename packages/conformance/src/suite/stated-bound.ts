import type { Conv2dGeometry } from "@convoke/core/backend";
import type { Bound } from "./tolerance.js";

/** The error of a kernel that does not sum products in the plain way. */
export interface StatedBound {
  /** As the table prints it. */
  readonly name: string;
  /** Whether the kernel computes a geometry in its own way; for the others the ordinary bound stays. */
  readonly where: (geometry: Conv2dGeometry) => boolean;
  /** The bound of each public op that runs the kernel. */
  readonly ops: Readonly<Record<string, Bound>>;
  /** How many times as large as those of the plain sum the terms in between may get: laws and gradients, which judge by the greatest number, allow as many times as much. */
  readonly growth: number;
}

export interface WinogradOptions {
  /** The finite points of the transforms; default: 0, ±1 and for tiles of 4 also ±2. */
  readonly points?: readonly number[];
  /** The geometries that are computed so; default: every 3×3 kernel at stride and dilation 1 with padding of at most 2. */
  readonly where?: (geometry: Conv2dGeometry) => boolean;
}

/** `winograd(tile, options)` as plain data: so a backend's package can tell its bounds without depending on this suite. */
export interface WinogradBound extends WinogradOptions {
  readonly winograd: 2 | 4;
}

/** By the name of the kernel. */
export interface StatedBounds {
  readonly conv2d?: StatedBound | WinogradBound;
  readonly conv2dGradInput?: StatedBound | WinogradBound;
  readonly conv2dGradWeight?: StatedBound | WinogradBound;
}
