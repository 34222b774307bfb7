/**
 * output = (input − mean) / √(variance + eps) · weight + bias for each channel; input and output [batch, channels, spatial], the others [channels], dense.
 *
 * mean and (biased) variance are given, or those of the channel and written. Their sums are about the mean K of the channel's first plane, so that all planes
 * are read once for both: what cancels is n · (mean − K)², at most `batch` times n · variance, which that first plane is part of.
 * What float32 loses of the mean goes into the bias.
 * Where spatial is 1, 4 channels stand side by side. weight and bias may be null. Work: channels, or groups of 4 where spatial is 1. Scratch: 2 float64.
 */
import { addMoments, clearMoments, join, lower, transform, upper } from "./plane";

@unmanaged
export class BatchNormBlock {
  input: usize;
  output: usize;
  weight: usize;
  bias: usize;
  mean: usize;
  variance: usize;
  batch: u32;
  channels: u32;
  spatial: u32;
  eps: f32;
  isGiven: u32;
}

export function batchNorm(block: BatchNormBlock, begin: u32, end: u32, scratch: usize): void {
  if (block.spatial != 1) for (let unit = begin; unit < end; unit++) channel(block, unit, scratch);
  else {
    for (let unit = begin; unit < end; unit++) {
      const first = unit << 2;
      if (first + 4 <= block.channels) fourChannels(block, first);
      else for (let c = first; c < block.channels; c++) channel(block, c, scratch);
    }
  }
}

function channel(block: BatchNormBlock, c: u32, sums: usize): void {
  const spatial = block.spatial, at = <usize>c << 2, planeBytes = <usize>spatial << 2, stride = planeBytes * block.channels, first = planeBytes * c;
  const end = block.input + first + stride * block.batch;
  let mean: f64, variance: f64;
  if (block.isGiven) {
    mean = <f64>load<f32>(block.mean + at);
    variance = <f64>load<f32>(block.variance + at);
  } else {
    const start = load<f32>(block.input + first), count = <f64>block.batch * <f64>spatial;
    clearMoments(sums);
    addMoments(block.input + first, spatial, start, sums);
    const centre = <f32>(<f64>start + load<f64>(sums) / <f64>spatial);
    clearMoments(sums);
    for (let plane = block.input + first; plane != end; plane += stride) addMoments(plane, spatial, centre, sums);
    const shift = load<f64>(sums) / count;
    mean = <f64>centre + shift;
    variance = max<f64>(load<f64>(sums, 8) / count - shift * shift, 0);
    store<f32>(block.mean + at, <f32>mean);
    store<f32>(block.variance + at, <f32>variance);
  }
  const scale = (block.weight ? <f64>load<f32>(block.weight + at) : 1) / sqrt<f64>(variance + <f64>block.eps), centre = <f32>mean;
  const shift = (block.bias ? <f64>load<f32>(block.bias + at) : 0) + (<f64>centre - mean) * scale;
  const toOutput = block.output - block.input;
  for (let plane = block.input + first; plane != end; plane += stride) transform(plane, 0, plane + toOutput, spatial, centre, <f32>scale, 0, <f32>shift);
}

@inline
function squareRoot(variance: v128, eps: f32): v128 {
  return f64x2.sqrt(f64x2.add(variance, f64x2.splat(<f64>eps)));
}

/** Channels first … first + 3, with spatial 1. */
function fourChannels(block: BatchNormBlock, first: u32): void {
  const at = <usize>first << 2, stride = <usize>block.channels << 2, from = block.input + at, end = from + stride * block.batch, count = f64x2.splat(<f64>block.batch);
  let mean0: v128, mean1: v128, variance0: v128, variance1: v128, centre: v128;
  if (block.isGiven) {
    centre = v128.load(block.mean + at);
    mean0 = lower(centre);
    mean1 = upper(centre);
    const variance = v128.load(block.variance + at);
    variance0 = lower(variance);
    variance1 = upper(variance);
  } else {
    let sum0 = f64x2.splat(0), sum1 = sum0, squares0 = sum0, squares1 = sum0;
    for (let row = from; row != end; row += stride) {
      const four = v128.load(row);
      sum0 = f64x2.add(sum0, lower(four));
      sum1 = f64x2.add(sum1, upper(four));
    }
    mean0 = f64x2.div(sum0, count);
    mean1 = f64x2.div(sum1, count);
    centre = join(mean0, mean1);
    for (let row = from; row != end; row += stride) {
      const apart = f32x4.sub(v128.load(row), centre), square = f32x4.mul(apart, apart);
      squares0 = f64x2.add(squares0, lower(square));
      squares1 = f64x2.add(squares1, upper(square));
    }
    const lost0 = f64x2.sub(mean0, lower(centre)), lost1 = f64x2.sub(mean1, upper(centre));
    variance0 = f64x2.max(f64x2.sub(f64x2.div(squares0, count), f64x2.mul(lost0, lost0)), f64x2.splat(0));
    variance1 = f64x2.max(f64x2.sub(f64x2.div(squares1, count), f64x2.mul(lost1, lost1)), f64x2.splat(0));
    v128.store(block.mean + at, centre);
    v128.store(block.variance + at, join(variance0, variance1));
  }
  const weight = block.weight ? v128.load(block.weight + at) : f32x4.splat(1), bias = block.bias ? v128.load(block.bias + at) : f32x4.splat(0);
  const scale0 = f64x2.div(lower(weight), squareRoot(variance0, block.eps)), scale1 = f64x2.div(upper(weight), squareRoot(variance1, block.eps));
  const shift0 = f64x2.add(lower(bias), f64x2.mul(f64x2.sub(lower(centre), mean0), scale0));
  const shift1 = f64x2.add(upper(bias), f64x2.mul(f64x2.sub(upper(centre), mean1), scale1));
  const scale = join(scale0, scale1), shift = join(shift0, shift1), toOutput = block.output - block.input;
  for (let row = from; row != end; row += stride) v128.store(row + toOutput, f32x4.add(f32x4.mul(f32x4.sub(v128.load(row), centre), scale), shift));
}
