/**
 * output[i] = a[i] ≠ 0 ? b[i] : c[i]; a holds bytes, b and c 4-byte elements of any kind, whose bits are kept; dense result.
 *
 * Work: chunks of 1024 elements. Scratch: 3 · 1024 elements, 64 bytes for the last vector.
 */
import { maskOf } from "./predicate";
import { chunk, elements, ElementwiseBlock } from "./operand";

export function where(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  const second = scratch + (chunk << 2), third = second + (chunk << 2), tail = third + (chunk << 2);
  for (let unit = begin; unit < end; unit++) {
    const first = unit * chunk, count = min(chunk, block.size - first), whole = count & ~3, rest = count & 3;
    const condition = elements<u8>(block, block.a, 0, first, count, scratch);
    const b = elements<f32>(block, block.b, 1, first, count, second), c = elements<f32>(block, block.c, 2, first, count, third);
    const output = block.output + (<usize>first << 2);
    vectors(condition, b, c, output, whole);
    if (rest) {
      memory.copy(tail, condition + whole, rest);
      memory.copy(tail + 16, b + (<usize>whole << 2), <usize>rest << 2);
      memory.copy(tail + 32, c + (<usize>whole << 2), <usize>rest << 2);
      vectors(tail, tail + 16, tail + 32, tail + 48, 4);
      memory.copy(output + (<usize>whole << 2), tail + 48, <usize>rest << 2);
    }
  }
}

/** Whole vectors only. */
function vectors(condition: usize, b: usize, c: usize, to: usize, count: u32): void {
  for (const end = condition + count; condition < end; condition += 4, b += 16, c += 16, to += 16) {
    v128.store(to, v128.bitselect(v128.load(b), v128.load(c), maskOf(condition)));
  }
}
