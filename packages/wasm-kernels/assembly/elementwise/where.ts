/**
 * output[i] = a[i] ≠ 0 ? b[i] : c[i]; a holds bytes; the bits of b and c are kept: 4 bytes of any kind for where, one for whereBytes. Dense result.
 *
 * Work: chunks of 1024 elements. Scratch: 3 · 1024 elements, 64 bytes for the last vector.
 */
import { accessOf, chunk, constant, dense, elements, ElementwiseBlock, read } from "./operand";
import { maskOf } from "./predicate";

export function where(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<u32>(block, begin, end, scratch);
}

export function whereBytes(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<u8>(block, begin, end, scratch);
}

@inline
function run<T>(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  if (begin >= end) return;
  const bytes = chunk * sizeof<T>(), second = scratch + bytes, third = second + bytes, tail = third + bytes, lanes: u32 = 16 / sizeof<T>();
  const accessA = accessOf<u8>(block, block.a, 0, scratch), accessB = accessOf<T>(block, block.b, 1, second), accessC = accessOf<T>(block, block.c, 2, third);
  const stepB: usize = accessB == constant ? 0 : 16, stepC: usize = accessC == constant ? 0 : 16;
  const units = accessA == dense && (accessB | accessC) <= constant ? end - begin : 1;   // nothing to gather: all at once
  for (let unit = begin; unit < end; unit += units) {
    const first = unit * chunk, count = min(units * chunk, block.size - first), rest = count & (lanes - 1), whole = count - rest;
    const condition = elements<u8>(block, block.a, 0, first, count, scratch);
    const b = read<T>(accessB, block, block.b, 1, first, count, second), c = read<T>(accessC, block, block.c, 2, first, count, third);
    const output = block.output + <usize>first * sizeof<T>();
    vectors<T>(condition, b, stepB, c, stepC, output, output + <usize>whole * sizeof<T>());
    if (rest) {
      memory.copy(tail, condition + whole, rest);
      memory.copy(tail + 16, stepB ? b + <usize>whole * sizeof<T>() : b, <usize>rest * sizeof<T>());
      memory.copy(tail + 32, stepC ? c + <usize>whole * sizeof<T>() : c, <usize>rest * sizeof<T>());
      vectors<T>(tail, tail + 16, 16, tail + 32, 16, tail + 48, tail + 64);
      memory.copy(output + <usize>whole * sizeof<T>(), tail + 48, <usize>rest * sizeof<T>());
    }
  }
}

/** Whole vectors only; a step is 16 bytes, or 0 for an operand that repeats. */
function vectors<T>(condition: usize, b: usize, stepB: usize, c: usize, stepC: usize, to: usize, end: usize): void {
  for (; to < end; condition += 16 / sizeof<T>(), b += stepB, c += stepC, to += 16) {
    v128.store(to, v128.bitselect(v128.load(b), v128.load(c), maskOf<T>(condition)));
  }
}
