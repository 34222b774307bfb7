/** activation(y + bias[channel] + residual[this.thread.x]), inlined behind a product. */
import type { Epilogue } from "@convoke/core/backend";
import type { GpuStorage } from "../storage.js";

/** Which parts a kernel has: part of its name. */
export interface EpilogueParts {
  readonly tag: string;
  readonly inputs: readonly string[];
  /** Statements that go on with `y`. */
  readonly source: (channel: string) => string;
}

export function epilogueParts(epilogue: Epilogue<GpuStorage> = {}): { readonly parts: EpilogueParts; readonly storages: readonly GpuStorage[] } {
  const { bias, residual, activation } = epilogue;
  const inputs = [...(bias ? ["bias"] : []), ...(residual ? ["residual"] : [])];
  const source = (channel: string): string =>
    (bias ? `y = y + bias[${channel}];` : "") + (residual ? "y = y + residual[this.thread.x];" : "") +
    (activation ? `if (y === y) { if (y <= 0) { y = 0; } ${activation === "relu6" ? "if (y > 6) { y = 6; }" : ""} }` : "");
  return { parts: { tag: [...inputs, activation ?? ""].join(" "), inputs, source }, storages: [bias, residual].filter((storage) => storage !== undefined) };
}
