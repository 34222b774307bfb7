/** activation(product + bias + residual): bias and residual stand in the output before the product is added to it. */
import { dense, type Activation, type Epilogue } from "@convoke/core/backend";
import type { CpuStorage } from "../memory.js";
import { unary } from "./unary.js";

/** output [N, channels, plane] = bias[channel] + residual, absent ones are 0. */
export function startWith({ data: output }: CpuStorage, channels: number, plane: number, { bias, residual }: Epilogue<CpuStorage>): void {
  if (residual === undefined) output.fill(0);
  else output.set(residual.data);
  if (bias === undefined) return;
  for (let start = 0, c = 0; start < output.length; start += plane, c = (c + 1) % channels) {
    if (residual === undefined) output.fill(bias.data[c], start, start + plane);
    else for (let i = start; i < start + plane; i++) output[i] += bias.data[c];
  }
}

export function activate(output: CpuStorage, activation: Activation | undefined): void {
  if (activation === undefined) return;
  unary("relu", { storage: output, layout: dense([output.size]) }, output);
  if (activation === "relu6") for (let i = 0; i < output.size; i++) output.data[i] = output.data[i] > 6 ? 6 : output.data[i];
}
