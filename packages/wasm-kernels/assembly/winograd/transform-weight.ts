/**
 * transformed[g, panel, f, c, r] = Σ G[i, kh] · weight[g, 4 · panel + r, c, kh, kw] · G[j, kw], f = 6i + j: each frequency packed as multiplyTile's left operand.
 *
 * Channels are padded to an odd number. Rows beyond the last repeat it. Work: groups · ⌈rows / 4⌉. Scratch: taps [9, 4], columns [6, 3, 4].
 */
import { p, pp, q, qq, weightAtP, weightAtQ, weightAtZero } from "./points";
import { WinogradBlock } from "./winograd-block";

export function frequencyBytes(block: WinogradBlock): usize {
  return (<usize>((block.rows + 3) >> 2) * block.depth + 4) << 4;
}

export function transformWeight(block: WinogradBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, panels = (rows + 3) >> 2, columns = scratch + 144;
  const frequency = frequencyBytes(block), rowStride = <usize>block.weightRowStride << 2;
  for (let unit = begin; unit < end; unit++) {
    const group = unit / panels, row = (unit % panels) << 2;
    let weight = block.weight + ((<usize>group * block.weightGroupStride + <usize>row * block.weightRowStride) << 2);
    let to = block.transformed + <usize>group * 36 * frequency + ((<usize>(row >> 2) * block.depth) << 4);
    for (let c: u32 = 0; c < block.depth; c++, weight += <usize>block.weightDepthStride << 2, to += 16) {
      loadTaps(weight, rowStride, min(4, rows - row), block.turned, scratch);
      for (let kw: usize = 0; kw < 48; kw += 16) transformTaps(scratch + kw, 48, columns + kw, 48);
      for (let i: usize = 0; i < 6; i++) transformTaps(columns + i * 48, 16, to + i * 6 * frequency, frequency);
    }
  }
}

/** taps[k, r] = tap k of row r, or tap 8 − k. */
@inline
function loadTaps(weight: usize, rowStride: usize, rows: u32, turned: u32, taps: usize): void {
  const weight1 = weight + (rows > 1 ? rowStride : 0), weight2 = weight1 + (rows > 2 ? rowStride : 0), weight3 = weight2 + (rows > 3 ? rowStride : 0);
  for (let k: usize = 0; k < 9; k++) {
    let tap = v128.load32_zero(weight + (k << 2));
    tap = v128.load_lane<u32>(weight1 + (k << 2), tap, 1);
    tap = v128.load_lane<u32>(weight2 + (k << 2), tap, 2);
    tap = v128.load_lane<u32>(weight3 + (k << 2), tap, 3);
    v128.store(taps + ((turned ? 8 - k : k) << 4), tap);
  }
}

/** to[i] = Σ_k G[i, k] · from[k]. */
@inline
function transformTaps(from: usize, fromStep: usize, to: usize, toStep: usize): void {
  const w0 = v128.load(from), w1 = v128.load(from + fromStep), w2 = v128.load(from + 2 * fromStep);
  const evenP = f32x4.add(f32x4.mul(f32x4.splat(weightAtP), w0), f32x4.mul(f32x4.splat(weightAtP * pp), w2)), oddP = f32x4.mul(f32x4.splat(weightAtP * p), w1);
  const evenQ = f32x4.add(f32x4.mul(f32x4.splat(weightAtQ), w0), f32x4.mul(f32x4.splat(weightAtQ * qq), w2)), oddQ = f32x4.mul(f32x4.splat(weightAtQ * q), w1);
  v128.store(to, f32x4.mul(f32x4.splat(weightAtZero), w0));
  v128.store(to + toStep, f32x4.add(evenP, oddP));
  v128.store(to + 2 * toStep, f32x4.sub(evenP, oddP));
  v128.store(to + 3 * toStep, f32x4.add(evenQ, oddQ));
  v128.store(to + 4 * toStep, f32x4.sub(evenQ, oddQ));
  v128.store(to + 5 * toStep, w2);
}
