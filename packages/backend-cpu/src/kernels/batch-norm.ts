/**
 * batchNorm: output = (input − mean) · weight / √(variance + eps) + bias with each channel's mean and biased variance; [batch, channels, spatial], dense.
 * batchNormApply: the same with given statistics. batchNormGrad: its gradients, normal = (input − mean) / √(variance + eps), n values a channel:
 * gradBias = Σ gradOutput, gradWeight = Σ gradOutput · normal, gradInput = weight / √(variance + eps) · (gradOutput − gradBias / n − normal · gradWeight / n).
 *
 * Two passes for the statistics, sums in float64.
 */
import type { BatchNormGeometry, TypedArray } from "@convoke/core/backend";

export function batchNorm(
  input: TypedArray,
  weight: TypedArray | undefined,
  bias: TypedArray | undefined,
  g: BatchNormGeometry,
  output: TypedArray,
  mean: TypedArray,
  variance: TypedArray,
): void {
  const count = g.batch * g.spatial;
  for (let c = 0; c < g.channels; c++) {
    let sum = 0;
    for (let n = 0; n < g.batch; n++) sum += sumOfPlane(input, startOf(n, c, g), g.spatial);
    const average = sum / count;
    let squares = 0;
    for (let n = 0; n < g.batch; n++) squares += squaresOfPlane(input, startOf(n, c, g), g.spatial, average);
    mean[c] = average;
    variance[c] = squares / count;
    applyToChannel(input, c, average, squares / count, weight, bias, g, output);
  }
}

export function batchNormApply(
  input: TypedArray,
  mean: TypedArray,
  variance: TypedArray,
  weight: TypedArray | undefined,
  bias: TypedArray | undefined,
  g: BatchNormGeometry,
  output: TypedArray,
): void {
  for (let c = 0; c < g.channels; c++) applyToChannel(input, c, mean[c], variance[c], weight, bias, g, output);
}

export function batchNormGrad(
  gradOutput: TypedArray,
  input: TypedArray,
  mean: TypedArray,
  variance: TypedArray,
  weight: TypedArray | undefined,
  g: BatchNormGeometry,
  gradInput: TypedArray,
  gradWeight: TypedArray,
  gradBias: TypedArray,
): void {
  const count = g.batch * g.spatial;
  for (let c = 0; c < g.channels; c++) {
    const scale = 1 / Math.sqrt(variance[c] + g.eps);
    let sum = 0;
    let product = 0;
    for (let n = 0; n < g.batch; n++) {
      sum += sumOfPlane(gradOutput, startOf(n, c, g), g.spatial);
      product += productOfPlane(gradOutput, input, startOf(n, c, g), g.spatial, mean[c]);
    }
    gradBias[c] = sum;
    gradWeight[c] = product * scale;
    const slope = (product * scale * scale) / count;
    const factor = weight === undefined ? scale : scale * weight[c];
    for (let n = 0; n < g.batch; n++) gradOfPlane(gradOutput, input, startOf(n, c, g), g.spatial, mean[c], sum / count, slope, factor, gradInput);
  }
}

function startOf(n: number, c: number, g: BatchNormGeometry): number {
  return (n * g.channels + c) * g.spatial;
}

function applyToChannel(
  input: TypedArray,
  c: number,
  mean: number,
  variance: number,
  weight: TypedArray | undefined,
  bias: TypedArray | undefined,
  g: BatchNormGeometry,
  output: TypedArray,
): void {
  const scale = (weight === undefined ? 1 : weight[c]) / Math.sqrt(variance + g.eps);
  const shift = bias === undefined ? 0 : bias[c];
  for (let n = 0; n < g.batch; n++) applyToPlane(input, startOf(n, c, g), g.spatial, mean, scale, shift, output);
}

function applyToPlane(x: TypedArray, from: number, length: number, mean: number, scale: number, shift: number, output: TypedArray): void {
  for (let i = from; i < from + length; i++) output[i] = (x[i] - mean) * scale + shift;
}

function sumOfPlane(x: TypedArray, from: number, length: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += x[i];
  return sum;
}

function squaresOfPlane(x: TypedArray, from: number, length: number, mean: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += (x[i] - mean) * (x[i] - mean);
  return sum;
}

function productOfPlane(gradOutput: TypedArray, x: TypedArray, from: number, length: number, mean: number): number {
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += gradOutput[i] * (x[i] - mean);
  return sum;
}

function gradOfPlane(
  gradOutput: TypedArray,
  x: TypedArray,
  from: number,
  length: number,
  mean: number,
  level: number,
  slope: number,
  factor: number,
  gradInput: TypedArray,
): void {
  for (let i = from; i < from + length; i++) gradInput[i] = factor * (gradOutput[i] - level - (x[i] - mean) * slope);
}
