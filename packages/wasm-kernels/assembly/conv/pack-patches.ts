/**
 * packed[k, j] = *(corners[j] + offsets[k]) for 8 cells j of the grid: one panel of the implicit im2col matrix.
 *
 * corners are addresses, offsets count bytes; corners ascend, the last repeated. Cells that follow each other are read as vectors, also those of two rows and every other cell.
 * No read leaves the bytes between a half's first and last cell.
 */
import { isRun } from "../gemm/lanes";

export function packPatches(corners: usize, offsets: usize, depth: u32, packed: usize): void {
  const corner = <usize>load<u32>(corners), end = offsets + (<usize>depth << 2);
  if (!isRun(corners)) {
    packHalf(corners, offsets, end, packed);
    packHalf(corners + 16, offsets, end, packed + 16);
    return;
  }
  for (; offsets < end; offsets += 4, packed += 32) {
    const from = corner + load<u32>(offsets);
    v128.store(packed, v128.load(from));
    v128.store(packed, v128.load(from, 16), 16);
  }
}

function packHalf(corners: usize, offsets: usize, end: usize, packed: usize): void {
  const corner0 = <usize>load<u32>(corners), corner1 = <usize>load<u32>(corners, 4), corner2 = <usize>load<u32>(corners, 8), corner3 = <usize>load<u32>(corners, 12);
  const gap1 = corner1 - corner0, gap2 = corner2 - corner1, gap3 = corner3 - corner2;
  // One or two runs: the first is the head of the vector at corner 0, the second the tail of the one that ends with corner 3.
  if (gap1 == 4 && gap2 == 4 && gap3 >= 4) {
    for (; offsets < end; offsets += 4, packed += 32) v128.store(packed, v128.shuffle<f32>(head(corner0, offsets), tail(corner3, offsets), 0, 1, 2, 7));
  } else if (gap1 == 4 && gap2 >= 4 && gap3 == 4) {
    for (; offsets < end; offsets += 4, packed += 32) v128.store(packed, v128.shuffle<f32>(head(corner0, offsets), tail(corner3, offsets), 0, 1, 6, 7));
  } else if (gap1 >= 4 && gap2 == 4 && gap3 == 4) {
    for (; offsets < end; offsets += 4, packed += 32) v128.store(packed, v128.shuffle<f32>(head(corner0, offsets), tail(corner3, offsets), 0, 5, 6, 7));
  } else if (gap1 == 8 && gap2 == 8 && gap3 == 8) {
    for (; offsets < end; offsets += 4, packed += 32) v128.store(packed, v128.shuffle<f32>(head(corner0, offsets), tail(corner3, offsets), 0, 2, 5, 7));
  } else {
    for (; offsets < end; offsets += 4, packed += 32) {
      const offset = load<u32>(offsets);
      let four = v128.load32_zero(corner0 + offset);
      four = v128.load_lane<u32>(corner1 + offset, four, 1);
      four = v128.load_lane<u32>(corner2 + offset, four, 2);
      v128.store(packed, v128.load_lane<u32>(corner3 + offset, four, 3));
    }
  }
}

@inline
function head(corner: usize, offset: usize): v128 {
  return v128.load(corner + load<u32>(offset));
}

@inline
function tail(corner: usize, offset: usize): v128 {
  return v128.load(corner - 12 + load<u32>(offset));
}
