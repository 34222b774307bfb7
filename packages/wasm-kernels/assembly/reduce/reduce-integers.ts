/**
 * As reduce, of int32 (…Words) and of uint8 and bool (…Bytes). Sums and products wrap. Partial results are elements like the others.
 *
 * Work: outputs, or chunks · outputs. No scratch.
 */
import { innerLength, innerStride, maximum, minimum, offsetIn, prod, ReduceBlock, reducedShape, startOf, sum } from "./block";

export function reduceWords(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  run<i32>(block, begin, end);
}

export function reduceBytes(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  run<u8>(block, begin, end);
}

@inline
function run<T>(block: ReduceBlock, begin: u32, end: u32): void {
  switch (block.op) {
    case sum: fold<T>(sum, block, begin, end); break;
    case maximum: fold<T>(maximum, block, begin, end); break;
    case minimum: fold<T>(minimum, block, begin, end); break;
    case prod: fold<T>(prod, block, begin, end); break;
    default: unreachable();
  }
}

@inline
function fold<T>(op: u32, block: ReduceBlock, begin: u32, end: u32): void {
  const shape = reducedShape(block), rank = block.reducedRank, inner = innerLength(shape, rank), stride = innerStride(shape, rank) * sizeof<T>();
  for (let unit = begin; unit < end; unit++) {
    const chunk = unit / block.outputs, start = startOf<T>(block, unit - chunk * block.outputs);
    let value: i32 = op == sum ? 0 : op == prod ? 1 : op == maximum ? i32.MIN_VALUE : i32.MAX_VALUE;
    for (let position = chunk * block.chunkLength, last = min<u32>(position + block.chunkLength, block.length); position < last;) {
      const count = min(inner - position % inner, last - position);
      let at = start + offsetIn(shape, rank, position) * sizeof<T>();
      for (let i: u32 = 0; i < count; i++, at += stride) {
        const element = <i32>load<T>(at);
        value = op == sum ? value + element : op == prod ? value * element : op == maximum ? (element > value ? element : value) : element < value ? element : value;
      }
      position += count;
    }
    store<T>(block.output + <usize>unit * sizeof<T>(), <T>value);
  }
}
