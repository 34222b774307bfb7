/**
 * output[i] = op(a[i], b[i]), dense result; the numbers of the operations are those of src/plans/elementwise.ts. Integers wrap.
 *
 * binary takes float32, …Words int32, …Bytes uint8 and bool. Comparisons and functions of bools (7 ≤ op < reluGrad) give one byte, 0 or 1, per
 * element; reluGrad is b ≤ 0 ? 0 : a, of float32.
 * Work: chunks of 1024 elements. Scratch: 2 · 1024 elements, 48 bytes for the last vector.
 */
import { powLanes } from "../math/pow";
import { join } from "./functions";
import { integerDivide, integerPower } from "./integer";
import { accessOf, baseOfB, chunk, constant, ElementwiseBlock, read } from "./operand";
import { storeMask } from "./predicate";

@inline
const reluGrad: u32 = 14;

export function binary(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<f32>(block, begin, end, scratch);
}

export function binaryWords(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<i32>(block, begin, end, scratch);
}

export function binaryBytes(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<u8>(block, begin, end, scratch);
}

@inline
function run<T>(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  if (begin >= end) return;
  const second = scratch + chunk * sizeof<T>(), tail = second + chunk * sizeof<T>(), lanes: u32 = 16 / sizeof<T>();
  const width: usize = block.op >= 7 && block.op < reluGrad ? 1 : sizeof<T>(), baseB = baseOfB(block);
  const accessA = accessOf<T>(block, block.a, 0, scratch), accessB = accessOf<T>(block, baseB, 1, second);
  const stepA: usize = accessA == constant ? 0 : 16, stepB: usize = accessB == constant ? 0 : 16;
  const units = (accessA | accessB) <= constant ? end - begin : 1;   // nothing to gather: all at once
  for (let unit = begin; unit < end; unit += units) {
    const first = unit * chunk, count = min(units * chunk, block.size - first), rest = count & (lanes - 1), whole = count - rest;
    const a = read<T>(accessA, block, block.a, 0, first, count, scratch), b = read<T>(accessB, block, baseB, 1, first, count, second);
    const output = block.output + <usize>first * width;
    vectors<T>(block.op, a, stepA, b, stepB, output, output + <usize>whole * width);
    if (rest) {
      memory.copy(tail, stepA ? a + <usize>whole * sizeof<T>() : a, <usize>rest * sizeof<T>());
      memory.copy(tail + 16, stepB ? b + <usize>whole * sizeof<T>() : b, <usize>rest * sizeof<T>());
      vectors<T>(block.op, tail, 16, tail + 16, 16, tail + 32, tail + 32 + <usize>lanes * width);
      memory.copy(output + <usize>whole * width, tail + 32, <usize>rest * width);
    }
  }
}

/** Whole vectors only; a step is 16 bytes, or 0 for an operand that repeats. */
function vectors<T>(op: u32, a: usize, stepA: usize, b: usize, stepB: usize, to: usize, end: usize): void {
  const lanes = 16 / sizeof<T>();
  switch (op) {
    case 0: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.add<T>(v128.load(a), v128.load(b))); break;
    case 1: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.sub<T>(v128.load(a), v128.load(b))); break;
    case 2: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, multiply<T>(v128.load(a), v128.load(b))); break;
    case 3:
      if (isFloat<T>()) for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, f32x4.div(v128.load(a), v128.load(b)));
      else for (; to < end; a += stepA, b += stepB, to += 16) for (let i = 0; i < 16; i += sizeof<T>()) store<T>(to + i, integerDivide<T>(load<T>(a + i), load<T>(b + i)));
      break;
    case 4:
      if (isFloat<T>()) for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, join(pow(a, b), pow(a + 8, b + 8)));
      else for (; to < end; a += stepA, b += stepB, to += 16) for (let i = 0; i < 16; i += sizeof<T>()) store<T>(to + i, integerPower<T>(load<T>(a + i), load<T>(b + i)));
      break;
    case 5: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.max<T>(v128.load(a), v128.load(b))); break;
    case 6: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.min<T>(v128.load(a), v128.load(b))); break;
    case 7: for (; to < end; a += stepA, b += stepB, to += lanes) storeMask<T>(to, v128.eq<T>(v128.load(a), v128.load(b))); break;
    case 8: for (; to < end; a += stepA, b += stepB, to += lanes) storeMask<T>(to, v128.ne<T>(v128.load(a), v128.load(b))); break;
    case 9: for (; to < end; a += stepA, b += stepB, to += lanes) storeMask<T>(to, v128.lt<T>(v128.load(a), v128.load(b))); break;
    case 10: for (; to < end; a += stepA, b += stepB, to += lanes) storeMask<T>(to, v128.le<T>(v128.load(a), v128.load(b))); break;
    case reluGrad:
      if (isFloat<T>()) for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.andnot(v128.load(a), f32x4.le(v128.load(b), f32x4.splat(0))));
      else unreachable();
      break;
    default: if (sizeof<T>() == 1) bools(op, a, stepA, b, stepB, to, end); else unreachable();
  }
}

function bools(op: u32, a: usize, stepA: usize, b: usize, stepB: usize, to: usize, end: usize): void {
  switch (op) {
    case 11: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.and(v128.load(a), v128.load(b))); break;
    case 12: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.or(v128.load(a), v128.load(b))); break;
    case 13: for (; to < end; a += stepA, b += stepB, to += 16) v128.store(to, v128.xor(v128.load(a), v128.load(b))); break;
    default: unreachable();
  }
}

@inline
function multiply<T>(a: v128, b: v128): v128 {
  if (sizeof<T>() == 4) return v128.mul<T>(a, b);
  const low = v128.and(i16x8.extmul_low_i8x16_u(a, b), i16x8.splat(255)), high = v128.and(i16x8.extmul_high_i8x16_u(a, b), i16x8.splat(255));
  return i8x16.narrow_i16x8_u(low, high);
}

function pow(a: usize, b: usize): v128 {
  return powLanes(f64x2.promote_low_f32x4(v128.load64_zero(a)), f64x2.promote_low_f32x4(v128.load64_zero(b)));
}
