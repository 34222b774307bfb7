/** gradInput[i] = output[i] ≤ 0 ? 0 : gradOutput[i]. */
import type { TypedArray, View } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { rowsOf } from "./rows.js";

export function reluGrad(gradOutput: View<CpuStorage>, output: View<CpuStorage>, gradInput: TypedArray): void {
  const { count, length, starts, steps } = rowsOf(gradOutput.layout, output.layout), [step, outputStep] = steps as [number, number];
  const gradients = gradOutput.storage.data, outputs = output.storage.data;
  for (let r = 0, to = 0; r < count; r++) {
    let from = starts[0]![r]!, at = starts[1]![r]!;
    for (const end = to + length; to < end; to++, from += step, at += outputStep) gradInput[to] = outputs[at] <= 0 ? 0 : gradients[from];
  }
}
