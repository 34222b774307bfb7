/**
 * gradWeight[g, r, k] = Σ_part sums[part, g, k, r], parts in order: what convolveGradWeight left, with its block.
 *
 * Work: groups · ⌈rows / 8⌉.
 */
import { GradWeightBlock } from "./convolve-grad-weight";

export function foldGradWeight(block: GradWeightBlock, begin: u32, end: u32, _scratch: usize): void {
  const rows = block.rows, depth = <usize>block.depth * block.tapsHeight * block.tapsWidth, panels: usize = (rows + 7) >> 3;
  const panelBytes = depth << 5, partBytes = block.groups * panels * panelBytes, rowBytes = depth << 2;
  for (let unit = begin; unit < end; unit++) {
    const group: usize = unit / panels, row = (unit % panels) << 3;
    let target = block.target + ((<usize>group * rows + row) * rowBytes);
    const sums = block.sums + unit * panelBytes, last = sums + (block.batch ? block.parts : 0) * partBytes;
    for (let half: u32 = 0; half < min(8, rows - row); half += 4, target += 4 * rowBytes) {
      const count = min(4, rows - row - half), target1 = target + (count > 1 ? rowBytes : 0), target2 = target1 + (count > 2 ? rowBytes : 0), target3 = target2 + (count > 3 ? rowBytes : 0);
      const from = sums + (half << 2);
      let k: usize = 0;
      for (; k + 4 <= depth; k += 4) {
        const at = from + (k << 5), a = sumOf(at, last, partBytes), b = sumOf(at + 32, last, partBytes), c = sumOf(at + 64, last, partBytes), d = sumOf(at + 96, last, partBytes);
        const ab01 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab23 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const cd01 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd23 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
        // Rows that do not exist are overwritten by the last that does.
        v128.store(target3 + (k << 2), v128.shuffle<f32>(ab23, cd23, 2, 3, 6, 7));
        v128.store(target2 + (k << 2), v128.shuffle<f32>(ab23, cd23, 0, 1, 4, 5));
        v128.store(target1 + (k << 2), v128.shuffle<f32>(ab01, cd01, 2, 3, 6, 7));
        v128.store(target + (k << 2), v128.shuffle<f32>(ab01, cd01, 0, 1, 4, 5));
      }
      for (; k < depth; k++) {
        const sum = sumOf(from + (k << 5), last, partBytes);
        v128.store_lane<u32>(target3 + (k << 2), sum, 3);
        v128.store_lane<u32>(target2 + (k << 2), sum, 2);
        v128.store_lane<u32>(target1 + (k << 2), sum, 1);
        v128.store_lane<u32>(target + (k << 2), sum, 0);
      }
    }
  }
}

@inline
function sumOf(part: usize, last: usize, partBytes: usize): v128 {
  let sum = f32x4.splat(0);
  for (; part < last; part += partBytes) sum = f32x4.add(sum, v128.load(part));
  return sum;
}
