/**
 * gradWeight[c, tap] = Σ_n Σ_cell gradOutput[n, c, cell] · patch[n, c, tap, cell]: convolveGradWeight with one channel and one row a group.
 *
 * Cells run along the lanes: lane l of a row's vector v sums columns 4v + l; the last 4 columns are one vector, of which the lanes that have been counted are
 * left out. In the end the lanes are summed, (0 + 2) + (1 + 3). The block is the forward convolution's, packed is gradOutput.
 * Work: groups. Scratch: sums [taps, 4], offsets [taps + 3 & ~3], frame [frameHeight, frameWidth].
 */
import { multiplyAdd } from "../gemm/multiply-add";
import { cellsAt } from "./cells-at";
import { fillFrame, tapOffsets } from "./frame";
import { WindowBlock } from "./window-block";

export function depthwiseGradWeight(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = block.tapsHeight * block.tapsWidth, sourceBytes = (<usize>block.sourceHeight * block.sourceWidth) << 2;
  const gridBytes = (<usize>block.gridHeight * block.gridWidth) << 2;
  const offsets = scratch + (<usize>taps << 4), ownFrame = offsets + ((<usize>(taps + 3) & ~3) << 2);
  tapOffsets(block, 1, offsets);
  for (let channel = begin; channel < end; channel++) {
    for (let tap: usize = 0; tap < taps; tap++) v128.store(scratch + (tap << 4), f32x4.splat(0));
    for (let n: u32 = 0; n < block.batch; n++) {
      const plane = <usize>n * block.groups + channel, source = block.source + plane * sourceBytes;
      if (!block.isDirect) fillFrame(block, source, 1, 1, block.lowHeight, ownFrame, channel > begin || n > 0);
      const frame = block.isDirect ? source : ownFrame, gradOutput = block.packed + plane * gridBytes;
      for (let tap: u32 = 0; tap < taps;) {
        const tiles = (taps - tap + 4) / 5, height = (taps - tap + tiles - 1) / tiles;
        sumTaps(height, block, frame, offsets + (tap << 2), gradOutput, scratch + (tap << 4));
        tap += height;
      }
    }
    for (let tap: usize = 0; tap < taps; tap++) {
      const four = v128.load(scratch + (tap << 4)), two = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
      store<f32>(block.target + ((channel * taps + tap) << 2), f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1));
    }
  }
}

/** Adds 1 to 5 taps over all rows of a plane to sums [count, 4]. */
function sumTaps(count: u32, block: WindowBlock, frame: usize, offsets: usize, gradOutput: usize, sums: usize): void {
  if (block.gridWidth < 4) sumNarrowRows(count, block, frame, offsets, gradOutput, sums);
  else if (block.stepWidth == 1) sumRows(1, count, block, frame, offsets, gradOutput, sums);
  else if (block.stepWidth == 2) sumRows(2, count, block, frame, offsets, gradOutput, sums);
  else sumRows(0, count, block, frame, offsets, gradOutput, sums);
}

/** Taps from `count` on repeat the last and are dropped. */
@inline
function sumRows(step: u32, count: u32, block: WindowBlock, frame: usize, offsets: usize, gradOutput: usize, sums: usize): void {
  const width = block.gridWidth, stepBytes = block.stepWidth << 2, rowBytes = (<usize>block.stepHeight * block.frameWidth) << 2;
  const mask = i32x4.gt_s(i32x4(0, 1, 2, 3), i32x4.splat(3 - (width & 3)));
  let from0 = tapAt(0, count, frame, offsets), from1 = tapAt(1, count, frame, offsets), from2 = tapAt(2, count, frame, offsets);
  let from3 = tapAt(3, count, frame, offsets), from4 = tapAt(4, count, frame, offsets);
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0;
  for (let row = block.gridHeight; row > 0; row--, gradOutput += <usize>width << 2) {
    let at: usize = 0;
    for (let j: u32 = 0; j + 4 <= width; j += 4, at += stepBytes << 2) {
      const grad = v128.load(gradOutput + (<usize>j << 2));
      sum0 = multiplyAdd(grad, cellsAt(step, from0 + at, stepBytes), sum0);
      sum1 = multiplyAdd(grad, cellsAt(step, from1 + at, stepBytes), sum1);
      sum2 = multiplyAdd(grad, cellsAt(step, from2 + at, stepBytes), sum2);
      sum3 = multiplyAdd(grad, cellsAt(step, from3 + at, stepBytes), sum3);
      sum4 = multiplyAdd(grad, cellsAt(step, from4 + at, stepBytes), sum4);
    }
    if (width & 3) {
      const grad = v128.load(gradOutput + (<usize>(width - 4) << 2));
      at = <usize>(width - 4) * stepBytes;
      sum0 = f32x4.add(sum0, v128.and(mask, f32x4.mul(grad, cellsAt(step, from0 + at, stepBytes))));
      sum1 = f32x4.add(sum1, v128.and(mask, f32x4.mul(grad, cellsAt(step, from1 + at, stepBytes))));
      sum2 = f32x4.add(sum2, v128.and(mask, f32x4.mul(grad, cellsAt(step, from2 + at, stepBytes))));
      sum3 = f32x4.add(sum3, v128.and(mask, f32x4.mul(grad, cellsAt(step, from3 + at, stepBytes))));
      sum4 = f32x4.add(sum4, v128.and(mask, f32x4.mul(grad, cellsAt(step, from4 + at, stepBytes))));
    }
    from0 += rowBytes;
    from1 += rowBytes;
    from2 += rowBytes;
    from3 += rowBytes;
    from4 += rowBytes;
  }
  v128.store(sums, f32x4.add(v128.load(sums), sum0));
  if (count > 1) v128.store(sums, f32x4.add(v128.load(sums, 16), sum1), 16);
  if (count > 2) v128.store(sums, f32x4.add(v128.load(sums, 32), sum2), 32);
  if (count > 3) v128.store(sums, f32x4.add(v128.load(sums, 48), sum3), 48);
  if (count > 4) v128.store(sums, f32x4.add(v128.load(sums, 64), sum4), 64);
}

@inline
function tapAt(tap: u32, count: u32, frame: usize, offsets: usize): usize {
  return frame + load<u32>(offsets + (<usize>min(tap, count - 1) << 2));
}

/** Rows of 1 to 3 cells, in lane 0. */
function sumNarrowRows(count: u32, block: WindowBlock, frame: usize, offsets: usize, gradOutput: usize, sums: usize): void {
  const width = block.gridWidth, stepBytes = <usize>block.stepWidth << 2, rowBytes = (<usize>block.stepHeight * block.frameWidth) << 2;
  for (let tap: u32 = 0; tap < count; tap++, sums += 16) {
    let sum = load<f32>(sums), from = tapAt(tap, count, frame, offsets), grad = gradOutput;
    for (let row = block.gridHeight; row > 0; row--, from += rowBytes) {
      for (let j: usize = 0; j < width; j++, grad += 4) sum += load<f32>(grad) * load<f32>(from + j * stepBytes);
    }
    store<f32>(sums, sum);
  }
}
