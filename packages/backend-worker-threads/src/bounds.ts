import type { Conv2dGeometry } from "@convoke/core/backend";
import { usesWinograd, usesWinogradGradWeight, winogradPoints } from "@convoke/wasm-kernels";

/** A kernel that computes the geometries of `where` by Winograd's F(tile × tile, 3 × 3), its transforms being those of `points`. */
interface WinogradKernel {
  readonly winograd: 4;
  readonly points: readonly number[];
  readonly where: (geometry: Conv2dGeometry) => boolean;
}

/**
 * The kernels whose errors are not those of plain sums, for the conformance suite.
 *
 * @example
 * testBackend(() => workerThreads(), { bounds });
 */
export const bounds: Readonly<Record<"conv2d" | "conv2dGradInput" | "conv2dGradWeight", WinogradKernel>> = {
  conv2d: { winograd: 4, points: winogradPoints, where: (g) => usesWinograd(g) },
  conv2dGradInput: { winograd: 4, points: winogradPoints, where: (g) => usesWinograd(g, "conv2dGradInput") },
  conv2dGradWeight: { winograd: 4, points: winogradPoints, where: usesWinogradGradWeight },
};
