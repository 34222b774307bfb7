/**
 * output[i] = op(a[i]), dense result; the numbers of the operations are those of src/plans/elementwise.ts. Integers wrap.
 *
 * unary takes float32, …Words int32, …Bytes uint8 and bool. Tests (17 … 19) give one byte, 0 or 1, per element; 20 … 23 are casts.
 * Work: chunks of 1024 elements. Scratch: 1024 elements, 80 bytes for the last vector.
 */
import { castBytes, castFloats, castWords } from "./cast";
import { functions, join } from "./functions";
import { accessOf, chunk, dense, elements, ElementwiseBlock } from "./operand";
import { storeMask } from "./predicate";
import { integers } from "./unary-integers";

export function unary(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<f32>(block, begin, end, scratch);
}

export function unaryWords(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<i32>(block, begin, end, scratch);
}

export function unaryBytes(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  run<u8>(block, begin, end, scratch);
}

@inline
const firstTest: u32 = 17;
@inline
const firstCast: u32 = 20;

/** Bytes of a result: casts give float32, int32, uint8 and bool. */
@inline
function widthOf<T>(op: u32): usize {
  if (op < firstTest) return sizeof<T>();
  return op == firstCast || op == firstCast + 1 ? 4 : 1;
}

@inline
function run<T>(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  if (begin >= end) return;
  const tail = scratch + chunk * sizeof<T>(), lanes: u32 = 16 / sizeof<T>(), op = block.op, width = widthOf<T>(op);
  const units = accessOf<T>(block, block.a, 0, scratch) == dense ? end - begin : 1;   // nothing to gather: all at once
  for (let unit = begin; unit < end; unit += units) {
    const first = unit * chunk, count = min(units * chunk, block.size - first), rest = count & (lanes - 1), whole = count - rest;
    const a = elements<T>(block, block.a, 0, first, count, scratch), output = block.output + <usize>first * width;
    vectors<T>(op, a, output, whole);
    if (rest) {
      memory.copy(tail, a + <usize>whole * sizeof<T>(), <usize>rest * sizeof<T>());
      vectors<T>(op, tail, tail + 16, lanes);
      memory.copy(output + <usize>whole * width, tail + 16, <usize>rest * width);
    }
  }
}

/** Whole vectors only. */
@inline
function vectors<T>(op: u32, x: usize, to: usize, count: u32): void {
  const end = x + <usize>count * sizeof<T>();
  if (isFloat<T>()) {
    if (op < firstCast) floats(op, x, to, end);
    else castFloats(op - firstCast, x, to, end);
  } else if (op < firstCast) integers<T>(op, x, to, end);
  else if (sizeof<T>() == 4) castWords(op - firstCast, x, to, end);
  else castBytes(op - firstCast, x, to, end);
}

function floats(op: u32, x: usize, to: usize, end: usize): void {
  switch (op) {
    case 0: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.neg(v128.load(x))); break;
    case 1: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.abs(v128.load(x))); break;
    case 2: for (; x < end; x += 16, to += 16) v128.store(to, sign(v128.load(x))); break;
    case 7: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.sqrt(v128.load(x))); break;
    case 8: for (; x < end; x += 16, to += 16) v128.store(to, join(rsqrt(low(x)), rsqrt(high(x)))); break;
    case 9: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.div(f32x4.splat(1), v128.load(x))); break;
    case 12: for (; x < end; x += 16, to += 16) v128.store(to, relu(v128.load(x))); break;
    case 13: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.floor(v128.load(x))); break;
    case 14: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.ceil(v128.load(x))); break;
    case 15: for (; x < end; x += 16, to += 16) v128.store(to, f32x4.nearest(v128.load(x))); break;
    case 17: for (; x < end; x += 16, to += 4) storeMask<f32>(to, f32x4.ne(v128.load(x), v128.load(x))); break;
    case 18: for (; x < end; x += 16, to += 4) storeMask<f32>(to, f32x4.lt(f32x4.abs(v128.load(x)), f32x4.splat(Infinity))); break;
    case 19: for (; x < end; x += 16, to += 4) storeMask<f32>(to, f32x4.eq(v128.load(x), f32x4.splat(0))); break;
    default: functions(op, x, to, end);
  }
}

@inline
function low(x: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(x));
}

@inline
function high(x: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(x + 8));
}

@inline
function sign(x: v128): v128 {
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  return f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one));
}

/** NaN stays, −0 becomes 0. */
@inline
function relu(x: v128): v128 {
  return v128.andnot(x, f32x4.le(x, f32x4.splat(0)));
}

@inline
function rsqrt(x: v128): v128 {
  return f64x2.div(f64x2.splat(1), f64x2.sqrt(x));
}
