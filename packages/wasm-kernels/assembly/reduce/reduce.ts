/**
 * output[i] = the sum, maximum, minimum or product of the elements that kept index i has along the reduced axes; float32, dense result.
 *
 * Reduced elements that follow each other in memory are folded 4 at a time (the rest of a run padded); else 4 outputs are folded side by side, one
 * element of each at a time. Which way is a matter of the layout alone, and either order is fixed. Sums and products are rounded once, from float64.
 * Work: outputs. No scratch.
 */
import { rowOffset } from "../elementwise/operand";
import { max, min, prod, ReduceBlock, reducedRows, reducedShape, startOf, sum } from "./block";
import { foldFirst, foldSecond, neutral, padding, total } from "./fold";

export function reduce(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  const rank = block.reducedRank, isRun = load<i32>(reducedShape(block) + (<usize>(2 * rank - 1) << 2)) == 1;
  switch (block.op) {
    case sum: if (isRun) runs(sum, block, begin, end); else lanes(sum, block, begin, end); break;
    case max: if (isRun) runs(max, block, begin, end); else lanes(max, block, begin, end); break;
    case min: if (isRun) runs(min, block, begin, end); else lanes(min, block, begin, end); break;
    case prod: if (isRun) runs(prod, block, begin, end); else lanes(prod, block, begin, end); break;
    default: unreachable();
  }
}

@inline
function runs(op: u32, block: ReduceBlock, begin: u32, end: u32): void {
  const shape = reducedShape(block), rank = block.reducedRank, strides = shape + (<usize>rank << 2), rows = reducedRows(block);
  const bytes = <usize>load<u32>(shape + (<usize>(rank - 1) << 2)) << 2;
  for (let unit = begin; unit < end; unit++) {
    const start = startOf(block, unit);
    let first = neutral(op), second = first;
    for (let row: u32 = 0; row < rows; row++) {
      let at = start + (rowOffset(shape, strides, rank, row) << 2);
      const last = at + bytes;
      for (; at + 16 <= last; at += 16) {
        const four = v128.load(at);
        first = foldFirst(op, first, four);
        second = foldSecond(op, second, four);
      }
      if (at < last) {
        let four = v128.load_lane<u32>(at, padding(op), 0);
        if (at + 4 < last) four = v128.load_lane<u32>(at + 4, four, 1);
        if (at + 8 < last) four = v128.load_lane<u32>(at + 8, four, 2);
        first = foldFirst(op, first, four);
        second = foldSecond(op, second, four);
      }
    }
    store<f32>(block.output + (<usize>unit << 2), total(op, first, second));
  }
}

@inline
function lanes(op: u32, block: ReduceBlock, begin: u32, end: u32): void {
  const shape = reducedShape(block), rank = block.reducedRank, strides = shape + (<usize>rank << 2), rows = reducedRows(block);
  const length = load<u32>(shape + (<usize>(rank - 1) << 2)), stride = <isize>load<i32>(strides + (<usize>(rank - 1) << 2)) << 2;
  for (let unit = begin; unit < end; unit += 4) {
    // Lanes beyond the end repeat the last output.
    const start = startOf(block, unit), last = end - 1;
    const start1 = startOf(block, unit + 1 < end ? unit + 1 : last) - start, start2 = startOf(block, unit + 2 < end ? unit + 2 : last) - start;
    const start3 = startOf(block, unit + 3 < end ? unit + 3 : last) - start;
    const isVector = start1 == 4 && start2 == 8 && start3 == 12;
    let first = neutral(op), second = first;
    for (let row: u32 = 0; row < rows; row++) {
      let at = start + (rowOffset(shape, strides, rank, row) << 2);
      for (let i: u32 = 0; i < length; i++, at += stride) {
        let four: v128;
        if (isVector) four = v128.load(at);
        else {
          four = v128.load32_zero(at);
          four = v128.load_lane<u32>(at + start1, four, 1);
          four = v128.load_lane<u32>(at + start2, four, 2);
          four = v128.load_lane<u32>(at + start3, four, 3);
        }
        first = foldFirst(op, first, four);
        second = foldSecond(op, second, four);
      }
    }
    let four = op == max || op == min ? first : v128.shuffle<i64>(f32x4.demote_f64x2_zero(first), f32x4.demote_f64x2_zero(second), 0, 2);
    for (let i = unit; i < end && i < unit + 4; i++) {
      v128.store_lane<u32>(block.output + (<usize>i << 2), four, 0);
      four = v128.shuffle<f32>(four, four, 1, 2, 3, 0);
    }
  }
}
