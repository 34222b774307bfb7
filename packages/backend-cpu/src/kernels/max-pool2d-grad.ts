/**
 * maxPool2dGrad: gradInput[n, c, y, x] = Σ gradOutput[n, c, h, w] over the windows that (y, x) won.
 * maxPool2dTake: output[n, c, h, w] = the cell of input that won window (h, w), its derivative; 0 where only padding stood.
 * argmax[n, c, h, w] = kh · kW + kw. All dense.
 */
import type { Pool2dGeometry, TypedArray } from "@convoke/core/backend";

export function maxPool2dGrad(gradOutput: TypedArray, argmax: TypedArray, g: Pool2dGeometry, gradInput: TypedArray): void {
  const cells = winningCells(argmax, g);
  gradInput.fill(0);
  for (let i = 0; i < cells.length; i++) if (cells[i] >= 0) gradInput[cells[i]] += gradOutput[i];
}

export function maxPool2dTake(input: TypedArray, argmax: TypedArray, g: Pool2dGeometry, output: TypedArray): void {
  const cells = winningCells(argmax, g);
  for (let i = 0; i < cells.length; i++) output[i] = cells[i] >= 0 ? input[cells[i]] : 0;
}

/** For each window the cell of the input that won it, −1 for padding. */
function winningCells(argmax: TypedArray, g: Pool2dGeometry): Int32Array {
  const { inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, padTop, padLeft } = g;
  const cells = new Int32Array(argmax.length);
  const positions = g.kernelHeight * g.kernelWidth;
  const yOf = Int32Array.from({ length: positions }, (_, position) => Math.floor(position / g.kernelWidth) * g.dilationHeight);
  const xOf = Int32Array.from({ length: positions }, (_, position) => (position % g.kernelWidth) * g.dilationWidth);
  for (let plane = 0, i = 0; i < cells.length; plane++) {
    for (let h = 0; h < outHeight; h++) {
      for (let w = 0; w < outWidth; w++, i++) {
        const y = h * strideHeight - padTop + yOf[argmax[i]];
        const x = w * strideWidth - padLeft + xOf[argmax[i]];
        const isInside = y >= 0 && y < inHeight && x >= 0 && x < inWidth;
        cells[i] = isInside ? (plane * inHeight + y) * inWidth + x : -1;
      }
    }
  }
  return cells;
}
