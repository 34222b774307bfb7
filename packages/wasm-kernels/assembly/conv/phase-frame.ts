/**
 * phases[(y mod s), (x mod s'), y div s, x div s'] = frame[y, x]: the frame of one channel (frame.ts), for a grid of steps s × s' cut into that many phases.
 *
 * So the cells that a tap sees lie side by side for any step: cell (i, j) at corner + (i · phaseWidth + j).
 */
import { copyRow } from "./copy-row";
import { WindowBlock } from "./window-block";

/** Where the phases lie. */
@unmanaged
export class Phases {
  cells: usize;
  rowBytes: usize;
  phaseBytes: usize;
}

/** Lays the phases out at `cells` and zeroes them and the `slack` bytes behind; fillPhases leaves alone what lies outside of the source. */
export function layPhases(block: WindowBlock, cells: usize, slack: usize, phases: Phases): void {
  phases.cells = cells;
  phases.rowBytes = <usize>((block.frameWidth + block.stepWidth - 1) / block.stepWidth) << 2;
  phases.phaseBytes = (block.frameHeight + block.stepHeight - 1) / block.stepHeight * phases.rowBytes;
  const end = cells + block.stepHeight * block.stepWidth * phases.phaseBytes + slack;
  for (; cells < end; cells += 16) v128.store(cells, i32x4.splat(0));
}

/** Byte offsets of the taps, row-major. */
export function phaseOffsets(block: WindowBlock, phases: Phases, offsets: usize): void {
  const stepHeight = block.stepHeight, stepWidth = block.stepWidth;
  for (let h: u32 = 0; h < block.tapsHeight; h++) {
    for (let w: u32 = 0; w < block.tapsWidth; w++, offsets += 4) {
      const y = h * block.tapStepHeight, x = w * block.tapStepWidth;
      store<u32>(offsets, (y % stepHeight * stepWidth + x % stepWidth) * phases.phaseBytes + y / stepHeight * phases.rowBytes + (<usize>(x / stepWidth) << 2));
    }
  }
}

/** Rows of the frame under rows [0, end) of the grid. */
@inline
export function framedRows(block: WindowBlock, end: u32): u32 {
  return (end - 1) * block.stepHeight + (block.tapsHeight - 1) * block.tapStepHeight + 1;
}

/** Fills rows [first, last) of the frame, in all its phases, from the channel at `source`. */
export function fillPhases(block: WindowBlock, phases: Phases, source: usize, first: i32, last: i32): void {
  const stepHeight = <i32>block.stepHeight, stepWidth = <i32>block.stepWidth, left = block.lowWidth, top = block.lowHeight, sourceWidth = <i32>block.sourceWidth;
  const rowBytes = phases.rowBytes, phaseBytes = phases.phaseBytes, rowPhases = <usize>stepWidth * phaseBytes;
  const firstColumn = max(left, 0), columns = max(min(left + <i32>block.frameWidth, sourceWidth) - firstColumn, 0);
  let y = max(first, -top);
  const end = min(last, <i32>block.sourceHeight - top);
  source += (<usize>(top + y) * sourceWidth + firstColumn) << 2;
  const turn = stepHeight == 1 ? y : y / stepHeight;
  let phase = y - turn * stepHeight, to = phases.cells + <usize>phase * rowPhases + <usize>turn * rowBytes;
  for (; y < end; y++, source += <usize>sourceWidth << 2) {
    if (stepWidth == 1) copyRow(to + (<usize>(firstColumn - left) << 2), source, columns << 2);
    else if (stepWidth == 2) splitRow(to, phaseBytes, firstColumn - left, source, columns);
    else for (let i = 0, x = firstColumn - left; i < columns; i++, x++) store<u32>(to + <usize>(x % stepWidth) * phaseBytes + (<usize>(x / stepWidth) << 2), load<u32>(source + (<usize>i << 2)));
    if (++phase < stepHeight) to += rowPhases;
    else {
      phase = 0;
      to += rowBytes - <usize>(stepHeight - 1) * rowPhases;
    }
  }
}

/** Cells x, x + 1, … of a row of two phases that lie `gap` bytes apart. */
@inline
function splitRow(to: usize, gap: usize, x: u32, from: usize, columns: u32): void {
  const isOdd = x & 1, half = <usize>(x >> 1) << 2, end = from + (<usize>columns << 2);
  let first = to + half + (isOdd ? gap : 0), second = to + half + (isOdd ? 4 : gap);
  for (; from + 32 <= end; from += 32, first += 16, second += 16) {
    const low = v128.load(from), high = v128.load(from, 16);
    v128.store(first, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
    v128.store(second, v128.shuffle<f32>(low, high, 1, 3, 5, 7));
  }
  for (; from + 8 <= end; from += 8, first += 4, second += 4) {
    store<u32>(first, load<u32>(from));
    store<u32>(second, load<u32>(from, 4));
  }
  if (from < end) store<u32>(first, load<u32>(from));
}
