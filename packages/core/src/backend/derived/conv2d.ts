import type { Epilogue, Storage } from "../backend.js";
import type { Conv2dGeometry } from "../geometry.js";
import { applyEpilogue } from "./epilogue.js";
import { im2col, inGroups } from "./im2col.js";
import { denseView, withScratch, type Required } from "./scratch.js";

/**
 * output[n, co, h, w] = Σ_{ci, kh, kw} weight[co, ci, kh, kw] · input[n, ci, h·stride − pad + kh·dilation, w·stride − pad + kw·dilation]
 *
 * As one product per group: weight [G, Cout/G, K] × columns [G, K, N·oH·oW] with K = Cin/G · kH · kW.
 */
export function conv2d<S extends Storage>(backend: Required<S>, input: S, weight: S, g: Conv2dGeometry, epilogue?: Epilogue<S>): S {
  const perGroup = g.outChannels / g.groups;
  const depth = (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth;
  const cells = g.outHeight * g.outWidth;
  return withScratch(backend, (keep) => {
    const columns = keep(im2col(backend, input, g));
    const product = keep(
      backend.matmul(denseView(weight, [g.groups, perGroup, depth]), denseView(columns, [g.groups, depth, g.batch * cells])),
    );
    // [G, Cout/G, N, P] → [N, G, Cout/G, P]
    const output = backend.copy({ storage: product, layout: inGroups(g.groups, perGroup, g.batch, cells) }, product.dtype);
    return applyEpilogue(backend, output, [g.batch, g.outChannels, g.outHeight, g.outWidth], 1, epilogue);
  });
}
