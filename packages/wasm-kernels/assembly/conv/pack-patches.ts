/**
 * packed[k, j] = frame[corners[j] + offsets[k]] for 8 cells j of the grid: one panel of the implicit im2col matrix.
 *
 * corners and offsets are byte offsets. Halves whose 4 corners follow each other are read as vectors.
 */
export function packPatches(frame: usize, corners: usize, offsets: usize, depth: u32, packed: usize): void {
  packHalf(frame, corners, offsets, depth, packed);
  packHalf(frame, corners + 16, offsets, depth, packed + 16);
}

function packHalf(frame: usize, corners: usize, offsets: usize, depth: u32, packed: usize): void {
  const corner0 = frame + load<u32>(corners), corner1 = frame + load<u32>(corners, 4), corner2 = frame + load<u32>(corners, 8), corner3 = frame + load<u32>(corners, 12);
  const end = offsets + (<usize>depth << 2);
  if (corner1 - corner0 == 4 && corner2 - corner0 == 8 && corner3 - corner0 == 12) {
    for (; offsets < end; offsets += 4, packed += 32) v128.store(packed, v128.load(corner0 + load<u32>(offsets)));
    return;
  }
  for (; offsets < end; offsets += 4, packed += 32) {
    const offset = load<u32>(offsets);
    let four = v128.load32_zero(corner0 + offset);
    four = v128.load_lane<u32>(corner1 + offset, four, 1);
    four = v128.load_lane<u32>(corner2 + offset, four, 2);
    v128.store(packed, v128.load_lane<u32>(corner3 + offset, four, 3));
  }
}
