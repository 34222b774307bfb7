import type { Epilogue, Storage, View } from "../backend.js";
import { permuteLayout, type Layout } from "../layout.js";
import { applyEpilogue } from "./epilogue.js";
import type { Required } from "./scratch.js";

/** output[m, n] = Σ_k input[m, k] · weight[n, k], then the epilogue; one batch of matmul, weight read through a transposed view. */
export function linear<S extends Storage>(backend: Required<S>, input: View<S>, weight: View<S>, epilogue?: Epilogue<S>): S {
  const batched = (layout: Layout): Layout => ({ ...layout, shape: [1, ...layout.shape], strides: [0, ...layout.strides] });
  const output = backend.matmul(
    { storage: input.storage, layout: batched(input.layout) },
    { storage: weight.storage, layout: batched(permuteLayout(weight.layout, [1, 0])) },
  );
  const shape = [input.layout.shape[0]!, weight.layout.shape[0]!];
  return applyEpilogue(backend, output, shape, 1, epilogue);
}
