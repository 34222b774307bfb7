/**
 * output[i] = op(a[i], b[i]), float32, dense result; the numbers of the operations are those of src/plans/elementwise.ts.
 *
 * Work: chunks of 1024 elements. Scratch: 2 · 1024 elements, 48 bytes for the last vector. Comparisons (op ≥ 7) give one byte, 0 or 1, per element.
 */
import { powLanes } from "../math/pow";
import { bytesOf } from "./predicate";
import { chunk, elements, ElementwiseBlock } from "./operand";
import { join } from "./unary";

export function binary(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  const isPredicate = block.op >= 7, second = scratch + (chunk << 2), tail = second + (chunk << 2);
  for (let unit = begin; unit < end; unit++) {
    const first = unit * chunk, count = min(chunk, block.size - first), whole = count & ~3, rest = count & 3;
    const a = elements<f32>(block, block.a, 0, first, count, scratch), b = elements<f32>(block, block.b, 1, first, count, second);
    const output = block.output + (isPredicate ? <usize>first : <usize>first << 2);
    vectors(block.op, a, b, output, whole);
    if (rest) {
      memory.copy(tail, a + (<usize>whole << 2), <usize>rest << 2);
      memory.copy(tail + 16, b + (<usize>whole << 2), <usize>rest << 2);
      vectors(block.op, tail, tail + 16, tail + 32, 4);
      if (isPredicate) memory.copy(output + whole, tail + 32, rest);
      else memory.copy(output + (<usize>whole << 2), tail + 32, <usize>rest << 2);
    }
  }
}

/** Whole vectors only. */
function vectors(op: u32, a: usize, b: usize, to: usize, count: u32): void {
  const end = a + (<usize>count << 2);
  switch (op) {
    case 0: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.add(v128.load(a), v128.load(b))); break;
    case 1: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.sub(v128.load(a), v128.load(b))); break;
    case 2: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.mul(v128.load(a), v128.load(b))); break;
    case 3: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.div(v128.load(a), v128.load(b))); break;
    case 4: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, join(pow(a, b), pow(a + 8, b + 8))); break;
    case 5: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.max(v128.load(a), v128.load(b))); break;
    case 6: for (; a < end; a += 16, b += 16, to += 16) v128.store(to, f32x4.min(v128.load(a), v128.load(b))); break;
    case 7: for (; a < end; a += 16, b += 16, to += 4) store<u32>(to, bytesOf(f32x4.eq(v128.load(a), v128.load(b)))); break;
    case 8: for (; a < end; a += 16, b += 16, to += 4) store<u32>(to, bytesOf(f32x4.ne(v128.load(a), v128.load(b)))); break;
    case 9: for (; a < end; a += 16, b += 16, to += 4) store<u32>(to, bytesOf(f32x4.lt(v128.load(a), v128.load(b)))); break;
    case 10: for (; a < end; a += 16, b += 16, to += 4) store<u32>(to, bytesOf(f32x4.le(v128.load(a), v128.load(b)))); break;
    default: unreachable();
  }
}

function pow(a: usize, b: usize): v128 {
  return powLanes(f64x2.promote_low_f32x4(v128.load64_zero(a)), f64x2.promote_low_f32x4(v128.load64_zero(b)));
}
