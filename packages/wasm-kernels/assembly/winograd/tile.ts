/** Where one tile of a block lies: in the strips, and in the target of the group's row 0; how many of its cells exist (none beyond the last tile). */
@unmanaged
export class Tile {
  strip: u32;
  target: u32;
  width: u32;
  height: u32;
}

@inline
export const tileBytes: usize = 16;
