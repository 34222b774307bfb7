/**
 * The 9 taps of one row and channel by the definition, for what the transforms spoil: target[kh, kw] = Σ_n Σ_y Σ_x gradOutput[n, r, y, x] · input[n, c, y + kh − padTop, x + kw − padLeft].
 *
 * frame [targetHeight + 2, targetWidth + 2 and 2 to spare] holds an image of the input with its zeros.
 */
import { copyRow } from "../conv/copy-row";
import { WinogradGradBlock } from "./winograd-grad-block";

/** Does those of `channels` channels again of whose 9 taps one is not finite; `row` counts over all groups. */
export function redoSpoilt(block: WinogradGradBlock, row: u32, channel: u32, channels: u32, frame: usize): void {
  const taps = block.gradWeight + <usize>(row * block.depth + channel) * 36, last = taps + <usize>channels * 36 - 16;
  // x − x is 0 where x is finite; the last vector overlaps the one before.
  let spoilt = f32x4.splat(0);
  for (let at = taps; ; at = min(at + 16, last)) {
    spoilt = v128.or(spoilt, f32x4.sub(v128.load(at), v128.load(at)));
    if (at == last) break;
  }
  if (!v128.any_true(spoilt)) return;
  for (let c: u32 = 0, at = taps; c < channels; c++, at += 36) {
    const first = v128.load(at), second = v128.load(at, 16), third = v128.load(at, 20);
    if (v128.any_true(v128.or(v128.or(f32x4.sub(first, first), f32x4.sub(second, second)), f32x4.sub(third, third)))) redoTaps(block, row, channel + c, at, frame);
  }
}

function redoTaps(block: WinogradGradBlock, row: u32, channel: u32, target: usize, frame: usize): void {
  const width = block.targetWidth, height = block.targetHeight, frameRow = (<usize>width << 2) + 16;
  const sourceRow = <usize>block.sourceWidth << 2, sourcePlane = block.sourceHeight * sourceRow, gradPlane = (<usize>height * width) << 2;
  const rows = min(block.sourceHeight, height + 2 - block.padTop), bytes = <usize>min(block.sourceWidth, width + 2 - block.padLeft) << 2;
  let source = block.input + <usize>(row / block.rows * block.depth + channel) * sourcePlane, grad = block.gradOutput + row * gradPlane;
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0, sum8 = sum0;
  memory.fill(frame, 0, (height + 2) * frameRow);
  for (let n: u32 = 0; n < block.batch; n++, source += block.groups * block.depth * sourcePlane, grad += block.groups * block.rows * gradPlane) {
    for (let y: u32 = 0, to = frame + block.padTop * frameRow + (block.padLeft << 2); y < rows; y++, to += frameRow) copyRow(to, source + y * sourceRow, bytes);
    for (let y: u32 = 0; y < height; y++) {
      const cells = grad + ((<usize>y * width) << 2), top = frame + y * frameRow;
      // The last vector overlaps the one before, whose cells do not count again.
      for (let x: u32 = 0, mask = i32x4.splat(-1); ;) {
        const four = v128.load(cells + (<usize>x << 2)), at = top + (<usize>x << 2);
        sum0 = addProduct(sum0, four, at, mask);
        sum1 = addProduct(sum1, four, at + 4, mask);
        sum2 = addProduct(sum2, four, at + 8, mask);
        sum3 = addProduct(sum3, four, at + frameRow, mask);
        sum4 = addProduct(sum4, four, at + frameRow + 4, mask);
        sum5 = addProduct(sum5, four, at + frameRow + 8, mask);
        sum6 = addProduct(sum6, four, at + 2 * frameRow, mask);
        sum7 = addProduct(sum7, four, at + 2 * frameRow + 4, mask);
        sum8 = addProduct(sum8, four, at + 2 * frameRow + 8, mask);
        if (x + 4 == width) break;
        if (x + 8 > width) mask = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(x + 8 - width));
        x = min(x + 4, width - 4);
      }
    }
  }
  store<f32>(target, lanes(sum0));
  store<f32>(target, lanes(sum1), 4);
  store<f32>(target, lanes(sum2), 8);
  store<f32>(target, lanes(sum3), 12);
  store<f32>(target, lanes(sum4), 16);
  store<f32>(target, lanes(sum5), 20);
  store<f32>(target, lanes(sum6), 24);
  store<f32>(target, lanes(sum7), 28);
  store<f32>(target, lanes(sum8), 32);
}

@inline
function addProduct(sum: v128, cells: v128, at: usize, mask: v128): v128 {
  return f32x4.add(sum, v128.and(f32x4.mul(cells, v128.load(at)), mask));
}

@inline
function lanes(sum: v128): f32 {
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
