/**
 * gradWeight[c, tap] = Σ_n Σ_cell gradOutput[n, c, cell] · patch[n, c, tap, cell]: convolveGradWeight with one channel and one row a group.
 *
 * Cells run along the lanes: lane l of a row's vector v sums columns 4v + l; the last 4 columns are one vector, of which the lanes that have been counted are
 * left out. In the end the lanes are summed, (0 + 2) + (1 + 3). The block is the forward convolution's, framed; packed is gradOutput.
 * Channels that follow each other are read image by image: they are one piece of memory.
 * Work: groups. Scratch: phases [4], offsets [taps + 3 & ~3], sums [16, taps, 4], cells of the phases.
 */
import { multiplyAdd } from "../gemm/multiply-add";
import { fillPhases, layPhases, phaseOffsets, Phases } from "./phase-frame";
import { WindowBlock } from "./window-block";

/** Channels that are summed at a time. */
@inline
const channelBlock: u32 = 16;

export function depthwiseGradWeight(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = block.tapsHeight * block.tapsWidth, tapBytes = <usize>taps << 4, sourceBytes = (<usize>block.sourceHeight * block.sourceWidth) << 2;
  const gridBytes = (<usize>block.gridHeight * block.gridWidth) << 2;
  const offsets = scratch + 16, sums = offsets + ((<usize>(taps + 3) & ~3) << 2), phases = changetype<Phases>(scratch);
  layPhases(block, sums + channelBlock * tapBytes, 0, phases);
  phaseOffsets(block, phases, offsets);
  for (let first = begin; first < end; first += channelBlock) {
    const channels = min(channelBlock, end - first), sumsEnd = sums + channels * tapBytes;
    for (let at = sums; at < sumsEnd; at += 16) v128.store(at, f32x4.splat(0));
    for (let n: u32 = 0; n < block.batch; n++) {
      for (let c: u32 = 0; c < channels; c++) {
        const plane = <usize>n * block.groups + first + c, channelSums = sums + c * tapBytes;
        fillPhases(block, phases, block.source + plane * sourceBytes, 0, block.frameHeight);
        sumPlane(block, phases, offsets, taps, block.packed + plane * gridBytes, channelSums);
      }
    }
    let target = block.target + ((<usize>first * taps) << 2);
    for (let at = sums; at < sumsEnd; at += 16, target += 4) {
      const four = v128.load(at), two = f32x4.add(four, v128.shuffle<f32>(four, four, 2, 3, 0, 1));
      store<f32>(target, f32x4.extract_lane(two, 0) + f32x4.extract_lane(two, 1));
    }
  }
}

function sumPlane(block: WindowBlock, phases: Phases, offsets: usize, taps: u32, gradOutput: usize, sums: usize): void {
  for (let tap: u32 = 0; tap < taps;) {
    const tiles = (taps - tap + 4) / 5, count = (taps - tap + tiles - 1) / tiles;
    if (block.gridWidth < 4) sumNarrowRows(count, block, phases, offsets + (tap << 2), gradOutput, sums + (tap << 4));
    else sumRows(count, block, phases, offsets + (tap << 2), gradOutput, sums + (tap << 4));
    tap += count;
  }
}

/** Adds 1 to 5 taps over all rows of a plane to sums [count, 4]; taps from `count` on repeat the last and are dropped. */
function sumRows(count: u32, block: WindowBlock, phases: Phases, offsets: usize, gradOutput: usize, sums: usize): void {
  const rowBytes = <usize>block.gridWidth << 2, whole = rowBytes & ~15, last = rowBytes - 16, pitch = phases.rowBytes;
  const mask = i32x4.gt_s(i32x4(0, 1, 2, 3), i32x4.splat(3 - (block.gridWidth & 3)));
  let from0 = tapAt(0, count, phases, offsets), from1 = tapAt(1, count, phases, offsets), from2 = tapAt(2, count, phases, offsets);
  let from3 = tapAt(3, count, phases, offsets), from4 = tapAt(4, count, phases, offsets);
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0;
  for (let row = block.gridHeight; row > 0; row--, gradOutput += rowBytes) {
    for (let at: usize = 0; at < whole; at += 16) {
      const grad = v128.load(gradOutput + at);
      sum0 = multiplyAdd(grad, v128.load(from0 + at), sum0);
      sum1 = multiplyAdd(grad, v128.load(from1 + at), sum1);
      sum2 = multiplyAdd(grad, v128.load(from2 + at), sum2);
      sum3 = multiplyAdd(grad, v128.load(from3 + at), sum3);
      sum4 = multiplyAdd(grad, v128.load(from4 + at), sum4);
    }
    if (whole < rowBytes) {
      const grad = v128.load(gradOutput + last);
      sum0 = f32x4.add(sum0, v128.and(mask, f32x4.mul(grad, v128.load(from0 + last))));
      sum1 = f32x4.add(sum1, v128.and(mask, f32x4.mul(grad, v128.load(from1 + last))));
      sum2 = f32x4.add(sum2, v128.and(mask, f32x4.mul(grad, v128.load(from2 + last))));
      sum3 = f32x4.add(sum3, v128.and(mask, f32x4.mul(grad, v128.load(from3 + last))));
      sum4 = f32x4.add(sum4, v128.and(mask, f32x4.mul(grad, v128.load(from4 + last))));
    }
    from0 += pitch;
    from1 += pitch;
    from2 += pitch;
    from3 += pitch;
    from4 += pitch;
  }
  v128.store(sums, f32x4.add(v128.load(sums), sum0));
  if (count > 1) v128.store(sums, f32x4.add(v128.load(sums, 16), sum1), 16);
  if (count > 2) v128.store(sums, f32x4.add(v128.load(sums, 32), sum2), 32);
  if (count > 3) v128.store(sums, f32x4.add(v128.load(sums, 48), sum3), 48);
  if (count > 4) v128.store(sums, f32x4.add(v128.load(sums, 64), sum4), 64);
}

@inline
function tapAt(tap: u32, count: u32, phases: Phases, offsets: usize): usize {
  return phases.cells + load<u32>(offsets + (<usize>min(tap, count - 1) << 2));
}

/** As sumRows for rows of 1 to 3 cells, in lane 0. */
function sumNarrowRows(count: u32, block: WindowBlock, phases: Phases, offsets: usize, gradOutput: usize, sums: usize): void {
  const width = <usize>block.gridWidth << 2, pitch = phases.rowBytes;
  for (let tap: u32 = 0; tap < count; tap++, sums += 16) {
    let sum = load<f32>(sums), from = tapAt(tap, count, phases, offsets), grad = gradOutput;
    for (let row = block.gridHeight; row > 0; row--, from += pitch, grad += width) {
      for (let at: usize = 0; at < width; at += 4) sum += load<f32>(grad + at) * load<f32>(from + at);
    }
    store<f32>(sums, sum);
  }
}
