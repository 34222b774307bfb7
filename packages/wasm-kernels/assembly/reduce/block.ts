/** The kept axes' shape and strides, then the reduced axes', in words. Each list has at least one axis. */
@unmanaged
export class ReduceBlock {
  output: usize;
  op: u32;
  a: usize;
  keptRank: u32;
  reducedRank: u32;
}

@inline
export const sum: u32 = 0;
@inline
export const max: u32 = 1;
@inline
export const min: u32 = 2;
@inline
export const prod: u32 = 3;

@inline
export function keptShape(block: ReduceBlock): usize {
  return changetype<usize>(block) + offsetof<ReduceBlock>();
}

@inline
export function reducedShape(block: ReduceBlock): usize {
  return keptShape(block) + (<usize>block.keptRank << 3);
}

/** The element that output `index` begins with. */
export function startOf(block: ReduceBlock, index: u32): usize {
  const shape = keptShape(block), rank = block.keptRank;
  let offset: isize = 0;
  for (let axis = rank; axis > 0; axis--) {
    const at = <usize>(axis - 1) << 2, length = load<u32>(shape + at), rest = index / length;
    offset += <isize>(index - rest * length) * load<i32>(shape + (<usize>rank << 2) + at);
    index = rest;
  }
  return block.a + (offset << 2);
}

/** Elements of all reduced axes but the last. */
export function reducedRows(block: ReduceBlock): u32 {
  let rows: u32 = 1;
  for (let axis: u32 = 0; axis + 1 < block.reducedRank; axis++) rows *= load<u32>(reducedShape(block) + (<usize>axis << 2));
  return rows;
}
