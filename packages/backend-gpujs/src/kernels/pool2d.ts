/**
 * maxPool2d: output[z, h, w] = max of input[z, h·stride − pad + kh·dilation, …] over the cells inside the input; `lowest` where there are none; NaN wins.
 * maxPool2dArgmax: kh · kW + kw of the first maximum. Grad: each gradOutput goes to the cell that won. Take: the cell that won each window.
 * avgPool2d: the sum of the cells inside the input ÷ averageDivisor; its gradient spreads gradOutput ÷ averageDivisor.
 *
 * Planes z = n · C + c, all dense.
 */
import type { Pool2dGeometry } from "@convoke/core/backend";
import type { Program } from "../program.js";

const dims = [
  "inHeight", "inWidth", "outHeight", "outWidth", "kernelHeight", "kernelWidth", "strideHeight", "strideWidth", "dilationHeight", "dilationWidth",
  "padTop", "padLeft", "padBottom", "padRight", "countIncludePad", "divisorOverride",
] as const;

export const pool2dDims = (g: Pool2dGeometry): number[] => dims.map((dim) => g[dim]);

const outputCell = `
const line = idiv(this.thread.x, $outWidth); const ow = this.thread.x - line * $outWidth;
const z = idiv(line, $outHeight); const oh = line - z * $outHeight;
const h0 = oh * $strideHeight - $padTop; const w0 = ow * $strideWidth - $padLeft;`;

/** Runs `step` for every cell of the window inside the input, with its value `v` and its position kh, kw. */
const eachCell = (step: string): string => `
for (let kh = 0; kh < $kernelHeight; kh++) {
  for (let kw = 0; kw < $kernelWidth; kw++) {
    const h = h0 + kh * $dilationHeight; const w = w0 + kw * $dilationWidth;
    if (h >= 0) { if (h < $inHeight) { if (w >= 0) { if (w < $inWidth) { const v = x[(z * $inHeight + h) * $inWidth + w]; ${step} } } } }
  }
}`;

/** Runs `step` for every window that holds the input cell, with the window's place `at` in the output and its row oh and column ow. */
const eachWindow = (step: string): string => `
const line = idiv(this.thread.x, $inWidth); const w = this.thread.x - line * $inWidth;
const z = idiv(line, $inHeight); const h = line - z * $inHeight;
let y = 0;
for (let kh = 0; kh < $kernelHeight; kh++) {
  const hFrom = h + $padTop - kh * $dilationHeight; const oh = idiv(hFrom, $strideHeight);
  if (oh >= 0) { if (oh < $outHeight) { if (oh * $strideHeight === hFrom) {
    for (let kw = 0; kw < $kernelWidth; kw++) {
      const wFrom = w + $padLeft - kw * $dilationWidth; const ow = idiv(wFrom, $strideWidth);
      if (ow >= 0) { if (ow < $outWidth) { if (ow * $strideWidth === wFrom) { const at = (z * $outHeight + oh) * $outWidth + ow; ${step} } } }
    }
  } } }
}
return y;`;

/** averageDivisor of core for the window at oh, ow, as `divisor`. */
const divisor = `
const top = oh * $strideHeight - $padTop; const left = ow * $strideWidth - $padLeft;
let bottom = top + $kernelHeight; if (bottom > $inHeight + $padBottom) { bottom = $inHeight + $padBottom; }
let right = left + $kernelWidth; if (right > $inWidth + $padRight) { right = $inWidth + $padRight; }
let rows = bottom - top; let columns = right - left;
if ($countIncludePad === 0) {
  if (bottom > $inHeight) { rows = rows - (bottom - $inHeight); } if (top < 0) { rows = rows + top; }
  if (right > $inWidth) { columns = columns - (right - $inWidth); } if (left < 0) { columns = columns + left; }
}
let divisor = rows * columns; if ($divisorOverride !== 0) { divisor = $divisorOverride; }`;

export const maxPool2dProgram: Program = {
  name: "maxPool2d", inputs: ["x"], dims, numbers: ["lowest"],
  body: () => `${outputCell}\nlet y = lowest; ${eachCell("if (v > y) { y = v; } if (v !== v) { y = v; }")}\nreturn y;`,
};

export const maxPool2dArgmaxProgram: Program = {
  name: "maxPool2dArgmax", inputs: ["x"], dims, numbers: ["lowest"],
  body: () => `${outputCell}
let y = 0; let best = lowest; let found = 0;
${eachCell("let wins = 0; if (found === 0) { wins = 1; } if (v > best) { wins = 1; } if (v !== v) { if (best === best) { wins = 1; } } if (wins === 1) { best = v; y = kh * $kernelWidth + kw; found = 1; }")}
return y;`,
};

export const maxPool2dGradProgram: Program = {
  name: "maxPool2dGrad", inputs: ["grad", "positions"], dims,
  body: () => eachWindow("if (positions[at] === kh * $kernelWidth + kw) { y = y + grad[at]; }"),
};

export const maxPool2dTakeProgram: Program = {
  name: "maxPool2dTake", inputs: ["x", "positions"], dims,
  body: () => `${outputCell}
const position = positions[this.thread.x]; const kh = idiv(position, $kernelWidth); const kw = position - kh * $kernelWidth;
const h = h0 + kh * $dilationHeight; const w = w0 + kw * $dilationWidth;
let y = 0;
if (h >= 0) { if (h < $inHeight) { if (w >= 0) { if (w < $inWidth) { y = x[(z * $inHeight + h) * $inWidth + w]; } } } }
return y;`,
};

export const avgPool2dProgram: Program = {
  name: "avgPool2d", inputs: ["x"], dims,
  body: () => `${outputCell}\nlet y = 0; ${eachCell("y = y + v;")} ${divisor}\nreturn y / divisor;`,
};

export const avgPool2dGradProgram: Program = {
  name: "avgPool2dGrad", inputs: ["grad"], dims,
  body: () => eachWindow(`${divisor} y = y + grad[at] / divisor;`),
};
