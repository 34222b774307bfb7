/**
 * The 9 taps of one row and channel by the definition, for what the transforms spoil: target[kh, kw] = Σ_n Σ_y Σ_x gradOutput[n, r, y, x] · input[n, c, y + kh − padTop, x + kw − padLeft].
 *
 * frame [3, frameCells + 4] holds what a run of cells of one row sees of the input, with its zeros.
 */
import { copyRow } from "../conv/copy-row";
import { WinogradGradBlock } from "./winograd-grad-block";

/** Cells of a run at most. */
@inline
const frameCells: u32 = 1024;

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
  const width = block.targetWidth, height = block.targetHeight, sourcePlane = (<usize>block.sourceHeight * block.sourceWidth) << 2, gradPlane = (<usize>height * width) << 2;
  const frameRow = <usize>(min(width, frameCells) + 4) << 2;
  let source = block.input + <usize>(row / block.rows * block.depth + channel) * sourcePlane, grad = block.gradOutput + row * gradPlane;
  let sum0 = f32x4.splat(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0, sum8 = sum0;
  for (let n: u32 = 0; n < block.batch; n++, source += block.groups * block.depth * sourcePlane, grad += block.groups * block.rows * gradPlane) {
    for (let y: u32 = 0; y < height; y++) {
      const cells = grad + ((<usize>y * width) << 2);
      // The last vector overlaps the one before, whose cells do not count again.
      for (let x: u32 = 0, first: u32 = 0, end: u32 = 0, mask = i32x4.splat(-1); ;) {
        if (x + 4 > end) {
          first = x;
          end = x + min(width, frameCells);
          fillRows(block, source, <i32>y - <i32>block.padTop, <i32>x - <i32>block.padLeft, frame, frameRow);
        }
        const four = v128.load(cells + (<usize>x << 2)), at = frame + (<usize>(x - first) << 2);
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

/** frame[i, j] = source[top + i, left + j], 0 outside of it, for 3 rows of `rowBytes`. */
function fillRows(block: WinogradGradBlock, source: usize, top: i32, left: i32, frame: usize, rowBytes: usize): void {
  const width = <i32>block.sourceWidth, column = max(left, 0), bytes = <usize>max(min(left + <i32>(rowBytes >> 2), width) - column, 0) << 2;
  memory.fill(frame, 0, 3 * rowBytes);
  for (let y = top; y < top + 3; y++, frame += rowBytes) {
    if (<u32>y < block.sourceHeight) copyRow(frame + (<usize>(column - left) << 2), source + ((<usize>y * width + column) << 2), bytes);
  }
}

@inline
function addProduct(sum: v128, cells: v128, at: usize, mask: v128): v128 {
  return f32x4.add(sum, v128.and(f32x4.mul(cells, v128.load(at)), mask));
}

@inline
function lanes(sum: v128): f32 {
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}
