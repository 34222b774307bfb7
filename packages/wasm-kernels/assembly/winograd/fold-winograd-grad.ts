/**
 * gradWeight = Σ_part sums[part], parts in order: what convolveWinogradGrad left, with its block. Only for several parts.
 *
 * Work: groups · rows. Scratch: a frame, see redo-taps.ts.
 */
import { redoSpoilt } from "./redo-taps";
import { WinogradGradBlock } from "./winograd-grad-block";

export function foldWinogradGrad(block: WinogradGradBlock, begin: u32, end: u32, scratch: usize): void {
  const rowBytes = <usize>block.depth * 36, partBytes = <usize>block.groups * block.rows * rowBytes;
  for (let unit = begin; unit < end; unit++) {
    const target = block.gradWeight + unit * rowBytes, from = block.sums + unit * rowBytes;
    // A row has 9 elements at least: the last vector overlaps the one before.
    for (let at: usize = 0; ; at = min(at + 16, rowBytes - 16)) {
      let sum = v128.load(from + at);
      for (let part: usize = 1; part < block.parts; part++) sum = f32x4.add(sum, v128.load(from + at + part * partBytes));
      v128.store(target + at, sum);
      if (at + 16 == rowBytes) break;
    }
    redoSpoilt(block, unit, 0, block.depth, scratch);
  }
}
