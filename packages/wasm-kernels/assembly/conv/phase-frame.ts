/**
 * phases[(y mod s), (x mod s'), y div s, x div s'] = frame[y, x]: the frame of one channel (frame.ts), for a grid of steps s × s' cut into that many phases.
 *
 * So the cells that a tap sees lie side by side for any step: cell (i, j) at corner + (i · phaseWidth + j), and a row of the grid may run on into the next.
 */
import { copyRow } from "./copy-row";
import { WindowBlock } from "./window-block";

@inline
export function phaseWidth(block: WindowBlock): u32 {
  return (block.frameWidth + block.stepWidth - 1) / block.stepWidth;
}

@inline
export function phaseHeight(block: WindowBlock): u32 {
  return (block.frameHeight + block.stepHeight - 1) / block.stepHeight;
}

/** Byte offsets of the taps, row-major. */
export function phaseOffsets(block: WindowBlock, offsets: usize): void {
  const width = phaseWidth(block), height = phaseHeight(block), stepHeight = block.stepHeight, stepWidth = block.stepWidth;
  for (let h: u32 = 0; h < block.tapsHeight; h++) {
    for (let w: u32 = 0; w < block.tapsWidth; w++, offsets += 4) {
      const y = h * block.tapStepHeight, x = w * block.tapStepWidth;
      store<u32>(offsets, (((y % stepHeight * stepWidth + x % stepWidth) * height + y / stepHeight) * width + x / stepWidth) << 2);
    }
  }
}

/** Fills the phases of the channel at `source`. `isFramed` says that they hold another channel of the same block: the zeros, `slack` bytes behind them too, are there. */
export function fillPhases(block: WindowBlock, source: usize, phases: usize, isFramed: bool, slack: usize): void {
  const stepHeight = <i32>block.stepHeight, stepWidth = <i32>block.stepWidth, left = block.lowWidth, top = block.lowHeight, sourceWidth = <i32>block.sourceWidth;
  const rowBytes = <usize>phaseWidth(block) << 2, phaseBytes = phaseHeight(block) * rowBytes;
  if (!isFramed) {
    const end = phases + stepHeight * stepWidth * phaseBytes + slack;
    for (let at = phases; at < end; at += 16) v128.store(at, i32x4.splat(0));
  }
  const lastColumn = min(left + <i32>block.frameWidth, sourceWidth), lastRow = min(top + <i32>block.frameHeight, <i32>block.sourceHeight);
  for (let h = 0; h < stepHeight; h++) {
    for (let w = 0; w < stepWidth; w++, phases += phaseBytes) {
      // The first row and column of the source in this phase, and where they lie in it.
      const y = top + h < 0 ? (stepHeight - 1 - top - h) / stepHeight : 0, x = left + w < 0 ? (stepWidth - 1 - left - w) / stepWidth : 0;
      const firstRow = top + h + y * stepHeight, firstColumn = left + w + x * stepWidth;
      if (firstColumn >= lastColumn) continue;
      const count = (lastColumn - firstColumn + stepWidth - 1) / stepWidth, gap = (<usize>stepHeight * sourceWidth) << 2;
      let to = phases + y * rowBytes + (<usize>x << 2), from = source + ((<usize>firstRow * sourceWidth + firstColumn) << 2);
      for (let row = firstRow; row < lastRow; row += stepHeight, to += rowBytes, from += gap) copyEvery(stepWidth, to, from, count);
    }
  }
}

/** to[i] = from[i · step] */
@inline
function copyEvery(step: u32, to: usize, from: usize, count: u32): void {
  if (step == 1) {
    copyRow(to, from, count << 2);
    return;
  }
  const end = to + (<usize>count << 2);
  if (step == 2) {
    // The vector at 12 ends with the fourth: nothing beyond it is read.
    for (; to + 16 <= end; to += 16, from += 32) v128.store(to, v128.shuffle<f32>(v128.load(from), v128.load(from, 12), 0, 2, 5, 7));
  }
  for (; to < end; to += 4, from += <usize>step << 2) store<u32>(to, load<u32>(from));
}
