import type { Epilogue, Storage } from "../backend.js";
import type { Conv2dGeometry } from "../geometry.js";
import { permuteLayout, dense, sizeOf } from "../layout.js";
import { applyEpilogue } from "./epilogue.js";
import { byGroups, im2col } from "./im2col.js";
import { addSlice, crop, denseView, withScratch, type Required } from "./scratch.js";
import { frameOf, positionLayout, windowsLayout } from "./windows.js";

/** gradWeight[co, ci, kh, kw] = Σ_{n, h, w} gradOutput[n, co, h, w] · input[n, ci, h·stride − pad + kh·dilation, …]: gradOutput × columnsᵀ per group. */
export function conv2dGradWeight<S extends Storage>(backend: Required<S>, gradOutput: S, input: S, g: Conv2dGeometry): S {
  const perGroup = g.outChannels / g.groups;
  const depth = (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth;
  const cells = g.outHeight * g.outWidth;
  return withScratch(backend, (keep) => {
    const columns = keep(im2col(backend, input, g));
    const grad = keep(backend.copy({ storage: gradOutput, layout: byGroups(g.groups, perGroup, g.batch, cells) }, gradOutput.dtype));
    return backend.matmul(denseView(grad, [g.groups, perGroup, g.batch * cells]), {
      storage: columns,
      layout: permuteLayout(dense([g.groups, depth, g.batch * cells]), [0, 2, 1]),
    });
  });
}

/**
 * gradInput: every output cell hands weight · gradOutput back to the cells of its window.
 *
 * As weightᵀ [G, K, Cout/G] × gradOutput [G, Cout/G, N·P] → columns, then one strided sum for each kernel position (col2im).
 */
export function conv2dGradInput<S extends Storage>(
  backend: Required<S>,
  gradOutput: S,
  weight: S,
  g: Conv2dGeometry,
  epilogue?: Epilogue<S>,
): S {
  const perGroup = g.outChannels / g.groups;
  const depth = (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth;
  const cells = g.outHeight * g.outWidth;
  const frame = frameOf(g);
  const planes = [g.batch, g.inChannels, g.inHeight, g.inWidth];
  const output = withScratch(backend, (keep) => {
    const grad = keep(backend.copy({ storage: gradOutput, layout: byGroups(g.groups, perGroup, g.batch, cells) }, gradOutput.dtype));
    const columns = keep(
      backend.matmul(
        { storage: weight, layout: permuteLayout(dense([g.groups, perGroup, depth]), [0, 2, 1]) },
        denseView(grad, [g.groups, perGroup, g.batch * cells]),
      ),
    );
    const windows = windowsLayout(g, g.inChannels, frame);
    // columns [C, kH, kW, N, oH, oW] read as [kH, kW, N, C, oH, oW]
    const byPosition = permuteLayout(
      dense([g.inChannels, g.kernelHeight, g.kernelWidth, g.batch, g.outHeight, g.outWidth]),
      [1, 2, 3, 0, 4, 5],
    );
    let framed = backend.fill(sizeOf([g.batch, g.inChannels, frame.height, frame.width]), 0, gradOutput.dtype);
    for (let kh = 0; kh < g.kernelHeight; kh++) {
      for (let kw = 0; kw < g.kernelWidth; kw++) {
        const offset = kh * byPosition.strides[0]! + kw * byPosition.strides[1]!;
        const layout = { shape: byPosition.shape.slice(2), strides: byPosition.strides.slice(2), offset };
        framed = addSlice(backend, framed, positionLayout(windows, kh, kw), { storage: columns, layout });
      }
    }
    return crop(backend, keep(framed), planes, frame);
  });
  return applyEpilogue(backend, output, planes, 1, epilogue);
}
