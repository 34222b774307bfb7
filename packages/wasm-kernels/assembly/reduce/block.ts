/**
 * The kept axes' shape and strides, then the reduced axes', in words. Each list has at least one axis.
 *
 * Reduced elements are counted row-major. Where chunkLength is less than `length`, their number, a unit of work is one chunk of them for one output,
 * outputs innermost, and its result is partial: one entry for each unit. A second step, whose `partials` are those entries, folds them in their order.
 */
import { rowOffset } from "../elementwise/operand";

@unmanaged
export class ReduceBlock {
  output: usize;
  op: u32;
  a: usize;
  partials: usize;
  outputs: u32;
  length: u32;
  chunkLength: u32;
  keptRank: u32;
  reducedRank: u32;
}

@inline
export const sum: u32 = 0;
@inline
export const maximum: u32 = 1;
@inline
export const minimum: u32 = 2;
@inline
export const prod: u32 = 3;

@inline
export function isPartial(block: ReduceBlock): bool {
  return block.chunkLength < block.length;
}

@inline
export function chunksOf(block: ReduceBlock): u32 {
  return (block.length + block.chunkLength - 1) / block.chunkLength;
}

@inline
export function keptShape(block: ReduceBlock): usize {
  return changetype<usize>(block) + offsetof<ReduceBlock>();
}

@inline
export function reducedShape(block: ReduceBlock): usize {
  return keptShape(block) + (<usize>block.keptRank << 3);
}

/** Length of the innermost axis of a list. */
@inline
export function innerLength(shape: usize, rank: u32): u32 {
  return load<u32>(shape + (<usize>(rank - 1) << 2));
}

/** Stride of the innermost axis of a list, in elements. */
@inline
export function innerStride(shape: usize, rank: u32): isize {
  return load<i32>(shape + (<usize>(2 * rank - 1) << 2));
}

/** The element that output `index` begins with. */
@inline
export function startOf<T>(block: ReduceBlock, index: u32): usize {
  return block.a + offsetIn(keptShape(block), block.keptRank, index) * sizeof<T>();
}

/** The chunk that a unit folds. */
@inline
export function chunkOf(block: ReduceBlock, unit: u32): u32 {
  return isPartial(block) ? unit / block.outputs : 0;
}

/** The offset in elements of element `index` of a list's axes, row-major. */
@inline
export function offsetIn(shape: usize, rank: u32, index: u32): isize {
  return index == 0 ? 0 : rank == 1 ? <isize>index * innerStride(shape, 1) : offsetOf(shape, rank, index);
}

function offsetOf(shape: usize, rank: u32, index: u32): isize {
  const length = innerLength(shape, rank), row = index / length;
  return rowOffset(shape, shape + (<usize>rank << 2), rank, row) + <isize>(index - row * length) * innerStride(shape, rank);
}
