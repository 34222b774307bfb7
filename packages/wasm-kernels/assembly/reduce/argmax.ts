/**
 * output[i] = int32 position of the first maximum of kept index i along the one reduced axis; NaN wins, its first.
 *
 * argmax takes float32, …Words int32, …Bytes uint8. Partial results are the positions that won their chunks; of those the last step takes the first best.
 * Work: outputs, or chunks · outputs. No scratch.
 */
import { chunkOf, chunksOf, innerStride, ReduceBlock, reducedShape, startOf } from "./block";

export function argmax(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  run<f32>(block, begin, end);
}

export function argmaxWords(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  run<i32>(block, begin, end);
}

export function argmaxBytes(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  run<u8>(block, begin, end);
}

@inline
function run<T>(block: ReduceBlock, begin: u32, end: u32): void {
  const stride = innerStride(reducedShape(block), 1) * sizeof<T>();
  for (let unit = begin; unit < end; unit++) {
    const chunk = chunkOf(block, unit), start = startOf<T>(block, unit - chunk * block.outputs);
    const position = block.partials ? best<T>(block, start, stride, unit) : scan<T>(start, stride, chunk * block.chunkLength, min((chunk + 1) * block.chunkLength, block.length));
    store<u32>(block.output + (<usize>unit << 2), position);
  }
}

/** A later element wins if it is greater, or NaN where the best is none. */
@inline
function wins<T>(value: T, best: T): bool {
  return isFloat<T>() ? !(value <= best) && best == best : value > best;
}

/** The winner of positions [begin, end). */
function scan<T>(start: usize, stride: isize, begin: u32, end: u32): u32 {
  let position = begin, best = load<T>(start + <isize>begin * stride);
  for (let i = begin + 1; i < end;) {
    let last = end;
    if (isFloat<T>() && stride == 4 && end - i >= leap) {
      if (best != best) break;
      // A block that holds nothing better is passed over.
      if (!holdsBetter(start + (<usize>i << 2), <f32>best)) {
        i += leap;
        continue;
      }
      last = i + leap;
    }
    for (let at = start + <isize>i * stride; i < last; i++, at += stride) {
      const value = load<T>(at);
      if (wins<T>(value, best)) {
        best = value;
        position = i;
      }
    }
  }
  return position;
}

@inline
const leap: u32 = 64;

function holdsBetter(at: usize, best: f32): bool {
  const least = f32x4.splat(best);
  let found = i32x4.splat(0);
  // Greater, or NaN.
  for (const end = at + (leap << 2); at < end; at += 16) found = v128.or(found, v128.not(f32x4.le(v128.load(at), least)));
  return v128.any_true(found);
}

/** The winner of the positions that won the chunks of output `unit`. */
function best<T>(block: ReduceBlock, start: usize, stride: isize, unit: u32): u32 {
  let at = block.partials + (<usize>unit << 2), position = load<u32>(at), best = load<T>(start + <isize>position * stride);
  for (let chunk = chunksOf(block); chunk > 1; chunk--) {
    at += <usize>block.outputs << 2;
    const next = load<u32>(at), value = load<T>(start + <isize>next * stride);
    if (wins<T>(value, best)) {
      best = value;
      position = next;
    }
  }
  return position;
}
