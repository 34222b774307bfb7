/**
 * output[i] = the sum, maximum, minimum or product of the elements that kept index i has along the reduced axes; float32, dense result.
 *
 * Three ways, chosen by the layout alone: reduced elements that follow each other in memory 8 at a time; else outputs that do, side by side in strips;
 * else one by one. Sums and products are rounded once, from float64; partial results are float64.
 * Work: outputs, or chunks · outputs. Scratch: strip [256 / 4, 2 vectors], 64 bytes for the results of narrow strips.
 */
import { chunkOf, chunksOf, innerLength, innerStride, isPartial, keptShape, maximum, minimum, offsetIn, prod, ReduceBlock, reducedShape, startOf, sum } from "./block";
import { foldLower, foldUpper, join, joinLower, joinUpper, neutralLower, neutralUpper, padding, storeResults, totalOf, upperIn, upperOf } from "./fold";

@inline
const strip: u32 = 256;

export function reduce(block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  switch (block.op) {
    case sum: fold(sum, block, begin, end, scratch); break;
    case maximum: fold(maximum, block, begin, end, scratch); break;
    case minimum: fold(minimum, block, begin, end, scratch); break;
    case prod: fold(prod, block, begin, end, scratch); break;
    default: unreachable();
  }
}

@inline
function fold(op: u32, block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  if (block.partials) for (let unit = begin; unit < end; unit++) finish(op, block, unit);
  else if (innerStride(reducedShape(block), block.reducedRank) == 1) for (let unit = begin; unit < end; unit++) run(op, block, unit);
  else if (innerStride(keptShape(block), block.keptRank) == 1) strips(op, block, begin, end, scratch);
  else for (let unit = begin; unit < end; unit++) scattered(op, block, unit);
}

@inline
function store64(block: ReduceBlock, unit: u32, value: f64): void {
  if (isPartial(block)) store<f64>(block.output + (<usize>unit << 3), value);
  else store<f32>(block.output + (<usize>unit << 2), <f32>value);
}

function finish(op: u32, block: ReduceBlock, unit: u32): void {
  let at = block.partials + (<usize>unit << 3), value = load<f64>(at);
  for (let chunk = chunksOf(block); chunk > 1; chunk--) {
    at += <usize>block.outputs << 3;
    value = join(op, value, load<f64>(at));
  }
  store<f32>(block.output + (<usize>unit << 2), <f32>value);
}

@inline
function run(op: u32, block: ReduceBlock, unit: u32): void {
  const shape = reducedShape(block), rank = block.reducedRank, inner = innerLength(shape, rank), chunk = chunkOf(block, unit);
  const start = startOf<f32>(block, unit - chunk * block.outputs), empty = padding(op);
  let lower = neutralLower(op), upper = neutralUpper(op), lower1 = lower, upper1 = upper;
  for (let position = chunk * block.chunkLength, end = min<u32>(position + block.chunkLength, block.length); position < end;) {
    const count = inner == block.length ? end - position : min(inner - position % inner, end - position);
    let at = start + (offsetIn(shape, rank, position) << 2);
    const last = at + (<usize>count << 2);
    for (; at + 32 <= last; at += 32) {
      const a = v128.load(at), b = v128.load(at, 16);
      lower = foldLower(op, lower, a);
      upper = foldUpper(op, upper, upperOf(op, at, a));
      lower1 = foldLower(op, lower1, b);
      upper1 = foldUpper(op, upper1, upperOf(op, at + 16, b));
    }
    for (; at < last; at += 16) {
      const a = at + 16 <= last ? v128.load(at) : loadSome(at, <u32>(last - at) >> 2, empty);
      lower = foldLower(op, lower, a);
      upper = foldUpper(op, upper, upperIn(op, a));
    }
    position += count;
  }
  store64(block, unit, totalOf(op, joinLower(op, lower, lower1), joinUpper(op, upper, upper1)));
}

/** 1 to 3 elements, the other lanes as in `empty`. */
function loadSome(at: usize, count: u32, empty: v128): v128 {
  let four = v128.load_lane<u32>(at, empty, 0);
  if (count > 1) four = v128.load_lane<u32>(at + 4, four, 1);
  if (count > 2) four = v128.load_lane<u32>(at + 8, four, 2);
  return four;
}

/** Outputs that follow each other in memory: row after row of reduced elements, 4 rows at a time, is folded into a strip of accumulators. */
@inline
function strips(op: u32, block: ReduceBlock, begin: u32, end: u32, scratch: usize): void {
  const shape = reducedShape(block), rank = block.reducedRank, inner = innerLength(shape, rank), stride = innerStride(shape, rank) << 2;
  const kept = innerLength(keptShape(block), block.keptRank), wide = isPartial(block), resultBytes: usize = wide ? 8 : 4;
  for (let unit = begin; unit < end;) {
    const chunk = chunkOf(block, unit), output = unit - chunk * block.outputs, width = min(min(end - unit, block.outputs - output), min(kept - output % kept, strip));
    const start = startOf<f32>(block, output), vectors = (width + 3) >> 2, stripEnd = scratch + (<usize>vectors << 5);
    // The last vector of 4 overlaps the one before it.
    const lastShift: usize = width >= 4 ? <usize>(width - 4) << 2 : 0;
    for (let at = scratch; at < stripEnd; at += 32) {
      v128.store(at, neutralLower(op));
      v128.store(at, neutralUpper(op), 16);
    }
    for (let position = chunk * block.chunkLength, last = min<u32>(position + block.chunkLength, block.length); position < last;) {
      const count = min(inner - position % inner, last - position);
      let row = start + (offsetIn(shape, rank, position) << 2), i: u32 = 0;
      if (width >= 4) {
        for (; i + 4 <= count; i += 4, row += 4 * stride) {
          const row1 = row + stride, row2 = row1 + stride, row3 = row2 + stride;
          for (let at = scratch, shift: usize = 0; at < stripEnd; at += 32, shift += 16) {
            if (shift > lastShift) shift = lastShift;
            const a = v128.load(row + shift), b = v128.load(row1 + shift), c = v128.load(row2 + shift), d = v128.load(row3 + shift);
            v128.store(at, foldLower(op, foldLower(op, foldLower(op, foldLower(op, v128.load(at), a), b), c), d));
            let upper = foldUpper(op, v128.load(at, 16), upperOf(op, row + shift, a));
            upper = foldUpper(op, upper, upperOf(op, row1 + shift, b));
            upper = foldUpper(op, upper, upperOf(op, row2 + shift, c));
            v128.store(at, foldUpper(op, upper, upperOf(op, row3 + shift, d)), 16);
          }
        }
      }
      for (; i < count; i++, row += stride) {
        for (let at = scratch, shift: usize = 0; at < stripEnd; at += 32, shift += 16) {
          if (shift > lastShift) shift = lastShift;
          const a = width >= 4 ? v128.load(row + shift) : loadSome(row, width, padding(op));
          v128.store(at, foldLower(op, v128.load(at), a));
          v128.store(at, foldUpper(op, v128.load(at, 16), upperIn(op, a)), 16);
        }
      }
      position += count;
    }
    const to = block.output + <usize>unit * resultBytes, narrow = scratch + (strip << 3);
    for (let at = scratch, shift: usize = 0; at < stripEnd; at += 32, shift += 16) {
      if (shift > lastShift) shift = lastShift;
      storeResults(op, v128.load(at), v128.load(at, 16), wide, width >= 4 ? to + (shift >> 2) * resultBytes : narrow);
    }
    if (width < 4) memory.copy(to, narrow, <usize>width * resultBytes);
    unit += width;
  }
}

function scattered(op: u32, block: ReduceBlock, unit: u32): void {
  const shape = reducedShape(block), rank = block.reducedRank, inner = innerLength(shape, rank), stride = innerStride(shape, rank) << 2;
  const chunk = chunkOf(block, unit), start = startOf<f32>(block, unit - chunk * block.outputs);
  let value: f64 = op == sum ? 0 : op == prod ? 1 : op == maximum ? -Infinity : Infinity;
  for (let position = chunk * block.chunkLength, end = min<u32>(position + block.chunkLength, block.length); position < end;) {
    const count = inner == block.length ? end - position : min(inner - position % inner, end - position);
    let at = start + (offsetIn(shape, rank, position) << 2);
    for (let i: u32 = 0; i < count; i++, at += stride) value = join(op, value, load<f32>(at));
    position += count;
  }
  store64(block, unit, value);
}
