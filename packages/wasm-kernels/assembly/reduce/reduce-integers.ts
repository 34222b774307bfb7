/**
 * As reduce, of int32 (…Words) and of uint8 and bool (…Bytes). Sums and products wrap. Partial results are elements like the others.
 *
 * Elements that follow each other in memory are folded 16 bytes at a time. Work: outputs, or chunks · outputs. Scratch: 16 bytes.
 */
import { chunkOf, innerLength, innerStride, maximum, minimum, offsetIn, prod, ReduceBlock, reducedShape, startOf, sum } from "./block";

export function reduceWords(block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  run<i32>(block, begin, end, scratch);
}

export function reduceBytes(block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  run<u8>(block, begin, end, scratch);
}

@inline
function run<T>(block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  switch (block.op) {
    case sum: fold<T>(sum, block, begin, end, scratch); break;
    case maximum: fold<T>(maximum, block, begin, end, scratch); break;
    case minimum: fold<T>(minimum, block, begin, end, scratch); break;
    case prod: fold<T>(prod, block, begin, end, scratch); break;
    default: unreachable();
  }
}

@inline
function fold<T>(op: u32, block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  const shape = reducedShape(block), rank = block.reducedRank, inner = innerLength(shape, rank), stride = innerStride(shape, rank) * sizeof<T>(), lanes: u32 = 16 / sizeof<T>();
  for (let unit = begin; unit < end; unit++) {
    const chunk = chunkOf(block, unit), start = startOf<T>(block, unit - chunk * block.outputs);
    let value: i32 = op == sum ? 0 : op == prod ? 1 : op == maximum ? i32.MIN_VALUE : i32.MAX_VALUE;
    for (let position = chunk * block.chunkLength, last = min<u32>(position + block.chunkLength, block.length); position < last;) {
      const count = min(inner - position % inner, last - position);
      let at = start + offsetIn(shape, rank, position) * sizeof<T>();
      let i: u32 = 0;
      if (stride == sizeof<T>() && count >= 2 * lanes && (op != prod || sizeof<T>() == 4)) {
        let many = v128.load(at);
        for (i = lanes, at += 16; i + lanes <= count; i += lanes, at += 16) many = joinLanes<T>(op, many, v128.load(at));
        v128.store(scratch, many);
        for (let j: u32 = 0; j < lanes; j++) value = join(op, value, <i32>load<T>(scratch + <usize>j * sizeof<T>()));
      }
      for (; i < count; i++, at += stride) value = join(op, value, <i32>load<T>(at));
      position += count;
    }
    store<T>(block.output + <usize>unit * sizeof<T>(), <T>value);
  }
}

@inline
function join(op: u32, a: i32, b: i32): i32 {
  if (op == sum) return a + b;
  if (op == prod) return a * b;
  return op == maximum ? max(a, b) : min(a, b);
}

@inline
function joinLanes<T>(op: u32, a: v128, b: v128): v128 {
  if (op == sum) return v128.add<T>(a, b);
  if (op == prod) return i32x4.mul(a, b);
  return op == maximum ? v128.max<T>(a, b) : v128.min<T>(a, b);
}
