/**
 * g = gradient + decay · parameter; m = beta1 · m + rest1 · g; v = beta2 · v + rest2 · g²; greatest = max(greatest, v);
 * parameter = keep · parameter − size · m / (√(greatest or v) / correction + eps). float32, in place, in PyTorch's order of operations.
 *
 * maxExpAvgSq may be null. Work: chunks of 1024 elements. No scratch.
 */
import { chunk, put, take } from "./chunk";

@unmanaged
export class AdamBlock {
  parameter: usize;
  gradient: usize;
  expAvg: usize;
  expAvgSq: usize;
  maxExpAvgSq: usize;
  size: u32;
  keep: f32;
  decay: f32;
  beta1: f32;
  rest1: f32;
  beta2: f32;
  rest2: f32;
  stepSize: f32;
  correction: f32;
  eps: f32;
}

export function adamStep(block: AdamBlock, begin: u32, end: u32, _scratch: usize): void {
  const last = <usize>min(end * chunk, block.size) << 2;
  let at = <usize>begin * chunk << 2;
  for (; at + 16 <= last; at += 16) step(block, at, true);
  for (; at < last; at += 4) step(block, at, false);
}

@inline
function step(block: AdamBlock, at: usize, isWhole: bool): void {
  const parameter = take(block.parameter + at, isWhole);
  let slope = take(block.gradient + at, isWhole);
  if (block.decay != 0) slope = f32x4.add(slope, f32x4.mul(parameter, f32x4.splat(block.decay)));
  const expAvg = f32x4.add(f32x4.mul(take(block.expAvg + at, isWhole), f32x4.splat(block.beta1)), f32x4.mul(slope, f32x4.splat(block.rest1)));
  let square = f32x4.mul(f32x4.mul(slope, f32x4.splat(block.rest2)), slope);
  square = f32x4.add(f32x4.mul(take(block.expAvgSq + at, isWhole), f32x4.splat(block.beta2)), square);
  put(block.expAvg + at, expAvg, isWhole);
  put(block.expAvgSq + at, square, isWhole);
  if (block.maxExpAvgSq) {
    square = f32x4.max(take(block.maxExpAvgSq + at, isWhole), square);
    put(block.maxExpAvgSq + at, square, isWhole);
  }
  const root = f32x4.add(f32x4.div(f32x4.sqrt(square), f32x4.splat(block.correction)), f32x4.splat(block.eps));
  const change = f32x4.div(f32x4.mul(expAvg, f32x4.splat(block.stepSize)), root);
  put(block.parameter + at, f32x4.sub(f32x4.mul(parameter, f32x4.splat(block.keep)), change), isWhole);
}
