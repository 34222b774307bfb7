/** Copies floats; the last vector overlaps the one before it, so that no row has a slow rest. */
@inline
export function copyRow(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  if (bytes < 16) for (; at < bytes; at += 4) store<u32>(to + at, load<u32>(from + at));
  for (; at + 64 <= bytes; at += 64) {
    v128.store(to + at, v128.load(from + at));
    v128.store(to + at, v128.load(from + at, 16), 16);
    v128.store(to + at, v128.load(from + at, 32), 32);
    v128.store(to + at, v128.load(from + at, 48), 48);
  }
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  if (at < bytes) v128.store(to + bytes - 16, v128.load(from + bytes - 16));
}
