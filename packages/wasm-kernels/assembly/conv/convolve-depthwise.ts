/**
 * target[n, c, cell] = activation(Σ_tap packed[c, tap] · source[n, c, …] + bias[c] + residual[…]): convolve with one channel and one row a group.
 *
 * Without a matrix product: a channel's phases (phase-frame.ts) are filled a few rows ahead of the rows of the grid that meet up to 9 taps at a time, so that memory is read,
 * and written, while sums are computed. A sum begins with the bias and runs over the taps in order. packed is packLeft's, the block is framed.
 * Work: batch · groups (planes). Scratch: rows [5], phases [3], offsets [taps + 3 & ~3], sums [16, gridWidth + 3 & ~3], cells of the phases with 4 behind.
 */
import { activate, activate4 } from "../gemm/epilogue";
import { copyRow } from "./copy-row";
import { correlateRows, nextTaps, patternOf, Rows } from "./correlate-rows";
import { fillPhases, framedRows, layPhases, phaseOffsets, Phases } from "./phase-frame";
import { WindowBlock } from "./window-block";

/** Rows of the grid that are computed at a time. */
@inline
const bandRows: u32 = 16;

export function convolveDepthwise(block: WindowBlock, begin: u32, end: u32, scratch: usize): void {
  const taps = block.tapsHeight * block.tapsWidth, gridHeight = block.gridHeight, rowBytes = <usize>block.gridWidth << 2;
  const offsets = scratch + 32, sums = offsets + ((<usize>(taps + 3) & ~3) << 2), cells = sums + <usize>bandRows * ((rowBytes + 15) & ~15);
  const targetStep = <usize>block.targetStepWidth << 2, targetRow = (<usize>block.targetStepHeight * block.targetWidth) << 2;
  // Rows that are computed where they belong, or else as whole vectors in scratch.
  const isDirect = targetStep == 4 && rowBytes >= 16 && taps <= 9;
  const rows = changetype<Rows>(scratch), phases = changetype<Phases>(scratch + 20);
  layPhases(block, cells, 16, phases);
  phaseOffsets(block, phases, offsets);
  rows.pattern = patternOf(block.tapsHeight, block.tapsWidth, offsets);
  rows.pitch = phases.rowBytes;
  rows.bytes = isDirect ? rowBytes : (rowBytes + 15) & ~15;
  rows.targetPitch = isDirect ? targetRow : rows.bytes;
  for (let plane = begin, group = begin % block.groups; plane < end; plane++, group++) {
    if (group == block.groups) group = 0;
    const weight = block.packed + ((<usize>group * taps) << 2), source = block.source + ((<usize>plane * block.sourceHeight * block.sourceWidth) << 2);
    const bias = block.bias ? block.bias + (<usize>group << 2) : 0;
    let target = block.target + (((<usize>plane * block.targetHeight + block.targetStartHeight) * block.targetWidth + block.targetStartWidth) << 2), framed: u32 = 0;
    for (let row: u32 = 0; row < gridHeight; row += bandRows) {
      const height = min(bandRows, gridHeight - row), needed = framedRows(block, row + height), corner = cells + <usize>row * rows.pitch;
      fillPhases(block, phases, source, framed, needed);
      framed = needed;
      rows.height = height;
      for (let tap: u32 = 0; ;) {
        const count = nextTaps(taps - tap, rows.pattern), at = <usize>tap << 2;
        correlateRows(count, rows, corner, offsets + at, weight + at, bias, isDirect ? target : sums, tap > 0);
        tap += count;
        if (tap >= taps) break;
      }
      for (let i: u32 = 0; i < height; i++, target += targetRow) {
        if (!isDirect) storeRow(target, sums + <usize>i * rows.bytes, rowBytes, targetStep);
        if (block.residual | block.activation) finishRow(block, target, rowBytes, targetStep);
      }
    }
  }
}

@inline
function storeRow(target: usize, from: usize, bytes: usize, step: usize): void {
  if (step == 4) return copyRow(target, from, bytes);
  const end = from + bytes;
  for (; from + 16 <= end; from += 16, target += 4 * step) {
    const four = v128.load(from);
    v128.store_lane<u32>(target, four, 0);
    v128.store_lane<u32>(target + step, four, 1);
    v128.store_lane<u32>(target + 2 * step, four, 2);
    v128.store_lane<u32>(target + 3 * step, four, 3);
  }
  for (; from < end; from += 4, target += step) store<u32>(target, load<u32>(from));
}

/** activation(sum + residual) */
function finishRow(block: WindowBlock, target: usize, bytes: usize, step: usize): void {
  const residualShift = block.residual ? block.residual - block.target : 0, activation = block.activation;
  let at: usize = 0;
  if (step == 4) {
    for (; at + 16 <= bytes; at += 16) {
      const sum = v128.load(target + at);
      v128.store(target + at, activate4(residualShift ? f32x4.add(sum, v128.load(target + at + residualShift)) : sum, activation));
    }
  }
  for (target += (at >> 2) * step; at < bytes; at += 4, target += step) {
    const sum = load<f32>(target);
    store<f32>(target, activate(residualShift ? sum + load<f32>(target + residualShift) : sum, activation));
  }
}
