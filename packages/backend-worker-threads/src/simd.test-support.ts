import type { Backend } from "@convoke/core/backend";
import type { SharedStorage } from "./memory/storage.js";

/**
 * c · 1 + x · x for x = 1 + 2⁻¹², c = −(1 + 2⁻¹¹), by a matrix product: x² rounds to −c, so that 0 is left where products are rounded before they are added,
 * and 2⁻²⁴ where they are not.
 */
export async function whatIsLeft(backend: Backend<SharedStorage>): Promise<number> {
  const x = 1 + 2 ** -12, c = -(1 + 2 ** -11), size = 8;
  const rows = Float32Array.from({ length: 2 * size }, (_, i) => (i % 2 === 0 ? 1 : x)), columns = Float32Array.from({ length: 2 * size }, (_, i) => (i < size ? c : x));
  const view = (values: Float32Array, shape: readonly number[]) => ({ storage: backend.write(values, "float32"), layout: { shape, strides: [2 * size, shape[2]!, 1], offset: 0 } });
  return (await backend.read(backend.matmul(view(rows, [1, size, 2]), view(columns, [1, 2, size]))))[0]!;
}
