/** What a block of at least `bytes` is rounded up to: multiples of 64 up to 1 KiB, then eighths of powers of two, so that few sizes exist and at most 1/8 is lost. */
export function sizeClass(bytes: number): number {
  const step = bytes <= 1024 ? 64 : 2 ** (Math.floor(Math.log2(bytes - 1)) - 3);
  return Math.max(64, Math.ceil(bytes / step) * step);
}
