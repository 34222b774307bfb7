/**
 * d = gradient + weightDecay · parameter; buffer = momentum · buffer + share · d, or d where it holds nothing yet; parameter −= lr · (d + momentum · buffer
 * with nesterov, buffer, or d without one). float32, in place, in PyTorch's order of operations. Work: chunks of 1024 elements. No scratch.
 */
import { chunk, put, take } from "./chunk";

@unmanaged
export class SgdBlock {
  parameter: usize;
  gradient: usize;
  buffer: usize;
  size: u32;
  isFirst: u32;
  isNesterov: u32;
  lr: f32;
  momentum: f32;
  share: f32;
  weightDecay: f32;
}

export function sgdStep(block: SgdBlock, begin: u32, end: u32, _scratch: usize): void {
  const last = <usize>min(end * chunk, block.size) << 2;
  let at = <usize>begin * chunk << 2;
  for (; at + 16 <= last; at += 16) step(block, at, true);
  for (; at < last; at += 4) step(block, at, false);
}

@inline
function step(block: SgdBlock, at: usize, isWhole: bool): void {
  const parameter = take(block.parameter + at, isWhole);
  let direction = take(block.gradient + at, isWhole);
  if (block.weightDecay != 0) direction = f32x4.add(direction, f32x4.mul(parameter, f32x4.splat(block.weightDecay)));
  if (block.buffer) {
    const momentum = f32x4.splat(block.momentum);
    let moved = direction;
    if (!block.isFirst) moved = f32x4.add(f32x4.mul(take(block.buffer + at, isWhole), momentum), f32x4.mul(direction, f32x4.splat(block.share)));
    put(block.buffer + at, moved, isWhole);
    direction = block.isNesterov ? f32x4.add(direction, f32x4.mul(moved, momentum)) : moved;
  }
  put(block.parameter + at, f32x4.sub(parameter, f32x4.mul(direction, f32x4.splat(block.lr))), isWhole);
}
