import { collapse, isContiguous, sizeOf, type Layout, type View } from "@convoke/core/backend";
import type { Operand } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";

/** Views of one shape as the plans want them, under as few axes as will do. */
export function operandsOf(device: Device, ...views: readonly View<SharedStorage>[]): Operand[] {
  const layouts = collapseAll(views.map(({ layout }) => layout));
  return views.map(({ storage }, i) => ({ pointer: device.live(storage).pointer, layout: layouts[i]! }));
}

export function collapseAll(layouts: readonly Layout[]): readonly Layout[] {
  if (!layouts.every(isContiguous)) return collapse(layouts);
  const shape = [sizeOf(layouts[0]!.shape)];
  return layouts.map(({ offset }) => ({ shape, strides: [1], offset }));
}
