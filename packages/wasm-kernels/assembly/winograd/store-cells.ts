import { activate4 } from "../gemm/epilogue";

/** The epilogue of the first `width` of 4 cells of a row. */
@inline
export function storeCells(cells: v128, width: u32, target: usize, residualShift: usize, activation: u32): void {
  if (width == 4) {
    v128.store(target, activate4(residualShift ? f32x4.add(cells, v128.load(target + residualShift)) : cells, activation));
    return;
  }
  if (width & 2) {
    v128.store_lane<u64>(target, activate4(residualShift ? f32x4.add(cells, v128.load64_zero(target + residualShift)) : cells, activation), 0);
    cells = v128.shuffle<u64>(cells, cells, 1, 1);
    target += 8;
  }
  if (width & 1) v128.store_lane<u32>(target, activate4(residualShift ? f32x4.add(cells, v128.load32_zero(target + residualShift)) : cells, activation), 0);
}
