/** Orders strings by code point, as UTF-8 bytes (and so Rust and Python) do; `<` orders by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return afterSurrogates(unitA) - afterSurrogates(unitB);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, but their units are below U+E000: swaps the two ranges. */
function afterSurrogates(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
}
