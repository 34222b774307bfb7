import { winograd, type StatedBounds } from "@convoke/conformance";
import { usesWinograd, winogradPoints } from "@convoke/wasm-kernels";

/** What the suite allows where the kernels take Winograd's way. */
export const winogradBounds: StatedBounds = {
  conv2d: winograd(4, { points: winogradPoints, where: (g) => usesWinograd(g) }),
  conv2dGradInput: winograd(4, { points: winogradPoints, where: (g) => usesWinograd(g, "conv2dGradInput") }),
};
