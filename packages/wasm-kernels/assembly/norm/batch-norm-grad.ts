/**
 * With scale = 1 / √(variance + eps), normal = (input − mean) · scale, n values a channel: gradBias = Σ gradOutput, gradWeight = Σ gradOutput · normal,
 * gradInput = weight · scale · (gradOutput − gradBias / n − normal · gradWeight / n). Layouts, units and scratch as those of batchNorm; weight may be null.
 */
import { addProducts, clearMoments, join, lower, transform, upper } from "./plane";

@unmanaged
export class BatchNormGradBlock {
  gradOutput: usize;
  input: usize;
  mean: usize;
  variance: usize;
  weight: usize;
  gradInput: usize;
  gradWeight: usize;
  gradBias: usize;
  batch: u32;
  channels: u32;
  spatial: u32;
  eps: f32;
}

export function batchNormGrad(block: BatchNormGradBlock, begin: u32, end: u32, scratch: usize): void {
  if (block.spatial != 1) for (let unit = begin; unit < end; unit++) channel(block, unit, scratch);
  else {
    for (let unit = begin; unit < end; unit++) {
      const first = unit << 2;
      if (first + 4 <= block.channels) fourChannels(block, first);
      else for (let c = first; c < block.channels; c++) channel(block, c, scratch);
    }
  }
}

function channel(block: BatchNormGradBlock, c: u32, sums: usize): void {
  const spatial = block.spatial, at = <usize>c << 2, planeBytes = <usize>spatial << 2, stride = planeBytes * block.channels, first = planeBytes * c;
  const end = block.input + first + stride * block.batch, toGradient = block.gradOutput - block.input, toOutput = block.gradInput - block.input;
  const centre = load<f32>(block.mean + at), scale = 1 / sqrt<f64>(<f64>load<f32>(block.variance + at) + <f64>block.eps), count = <f64>block.batch * <f64>spatial;
  clearMoments(sums);
  for (let plane = block.input + first; plane != end; plane += stride) addProducts(plane, plane + toGradient, spatial, centre, sums);
  const sum = load<f64>(sums), product = load<f64>(sums, 8);
  store<f32>(block.gradBias + at, <f32>sum);
  store<f32>(block.gradWeight + at, <f32>(product * scale));
  const factor = block.weight ? scale * <f64>load<f32>(block.weight + at) : scale, slope = -factor * scale * scale * product / count, shift = -factor * sum / count;
  for (let plane = block.input + first; plane != end; plane += stride) {
    transform(plane, plane + toGradient, plane + toOutput, spatial, centre, <f32>slope, <f32>factor, <f32>shift);
  }
}

/** Channels first … first + 3, with spatial 1. */
function fourChannels(block: BatchNormGradBlock, first: u32): void {
  const at = <usize>first << 2, stride = <usize>block.channels << 2, from = block.input + at, end = from + stride * block.batch;
  const toGradient = block.gradOutput - block.input, toOutput = block.gradInput - block.input;
  const centre = v128.load(block.mean + at), variance = v128.load(block.variance + at), eps = f64x2.splat(<f64>block.eps);
  let sum0 = f64x2.splat(0), sum1 = sum0, product0 = sum0, product1 = sum0;
  for (let row = from; row != end; row += stride) {
    const gradient = v128.load(row + toGradient), product = f32x4.mul(gradient, f32x4.sub(v128.load(row), centre));
    sum0 = f64x2.add(sum0, lower(gradient));
    sum1 = f64x2.add(sum1, upper(gradient));
    product0 = f64x2.add(product0, lower(product));
    product1 = f64x2.add(product1, upper(product));
  }
  const one = f64x2.splat(1), scale0 = f64x2.div(one, f64x2.sqrt(f64x2.add(lower(variance), eps))), scale1 = f64x2.div(one, f64x2.sqrt(f64x2.add(upper(variance), eps)));
  v128.store(block.gradBias + at, join(sum0, sum1));
  v128.store(block.gradWeight + at, join(f64x2.mul(product0, scale0), f64x2.mul(product1, scale1)));
  const weight = block.weight ? v128.load(block.weight + at) : f32x4.splat(1), share = f64x2.splat(-1 / <f64>block.batch);
  const factor0 = f64x2.mul(scale0, lower(weight)), factor1 = f64x2.mul(scale1, upper(weight)), share0 = f64x2.mul(factor0, share), share1 = f64x2.mul(factor1, share);
  const factor = join(factor0, factor1), shift = join(f64x2.mul(share0, sum0), f64x2.mul(share1, sum1));
  const slope = join(f64x2.mul(f64x2.mul(share0, product0), f64x2.mul(scale0, scale0)), f64x2.mul(f64x2.mul(share1, product1), f64x2.mul(scale1, scale1)));
  for (let row = from; row != end; row += stride) {
    const moved = f32x4.add(f32x4.mul(v128.load(row + toGradient), factor), shift);
    v128.store(row + toOutput, f32x4.add(f32x4.mul(f32x4.sub(v128.load(row), centre), slope), moved));
  }
}
