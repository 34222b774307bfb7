/**
 * [outer, classes, inner]: 4 places (o, i) side by side, class after class. Their elements follow each other in memory, or are gathered lane by lane; lanes
 * beyond the last place repeat it, and write what it writes.
 */

/** Where class 0 of a place stands, in bytes from the array's start. */
@inline
export function placeOffset(place: u32, classes: u32, inner: u32): usize {
  const row = place / inner;
  return (<usize>row * classes * inner + (place - row * inner)) << 2;
}

/** Lanes 1 to 3 relative to lane 0. */
@inline
export function loadPlaces(at: usize, by1: usize, by2: usize, by3: usize): v128 {
  if (by1 == 4 && by2 == 8 && by3 == 12) return v128.load(at);
  let four = v128.load32_zero(at);
  four = v128.load_lane<u32>(at + by1, four, 1);
  four = v128.load_lane<u32>(at + by2, four, 2);
  return v128.load_lane<u32>(at + by3, four, 3);
}

@inline
export function storePlaces(at: usize, by1: usize, by2: usize, by3: usize, four: v128): void {
  if (by1 == 4 && by2 == 8 && by3 == 12) v128.store(at, four);
  else {
    v128.store_lane<u32>(at, four, 0);
    v128.store_lane<u32>(at + by1, four, 1);
    v128.store_lane<u32>(at + by2, four, 2);
    v128.store_lane<u32>(at + by3, four, 3);
  }
}

/** The greatest of the classes in each lane; what is NaN may stay out, and shows in every sum. */
@inline
export function greatestOf(at: usize, by1: usize, by2: usize, by3: usize, classes: u32, stride: usize): v128 {
  let greatest = loadPlaces(at, by1, by2, by3);
  for (let c: u32 = 1; c < classes; c++) greatest = f32x4.pmax(greatest, loadPlaces(at += stride, by1, by2, by3));
  return greatest;
}
