/**
 * Elements moved without a look at their values; …Words are 4 bytes wide (float32, int32), …Bytes one (uint8, bool). Work: chunks of 1024 elements.
 *
 * copy: output[i] = a[i], any layout → dense. updateSlice: output at the layout in place of operand 1 = a[i]. Scratch of updateSlice: 1024 elements.
 * fill: output[i] = the bits in `op`. The others need no scratch.
 */
import { chunk, elements, ElementwiseBlock, layouts, rowOffset, spreadRun, stridesOf } from "./operand";

@inline
function copy<T>(block: ElementwiseBlock, begin: u32, end: u32): void {
  for (let unit = begin; unit < end; unit++) {
    const first = unit * chunk, count = min(chunk, block.size - first), output = block.output + <usize>first * sizeof<T>();
    const from = elements<T>(block, block.a, 0, first, count, output);
    if (from != output) spreadRun<T>(from, count, output, sizeof<T>());
  }
}

@inline
function updateSlice<T>(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  const shape = changetype<usize>(block) + layouts, strides = stridesOf(block, 1), rank = block.rank;
  const inner = load<u32>(shape + (<usize>(rank - 1) << 2)), stride = <isize>load<i32>(strides + (<usize>(rank - 1) << 2)) * sizeof<T>();
  for (let unit = begin; unit < end; unit++) {
    let first = unit * chunk, count = min(chunk, block.size - first);
    let from = elements<T>(block, block.a, 0, first, count, scratch);
    while (count > 0) {
      const index = first % inner, run = min(inner - index, count);
      spreadRun<T>(from, run, block.output + rowOffset(shape, strides, rank, first / inner) * sizeof<T>() + <isize>index * stride, stride);
      from += <usize>run * sizeof<T>();
      first += run;
      count -= run;
    }
  }
}

export function copyWords(block: ElementwiseBlock, begin: u32, end: u32, _scratch: usize): void {
  copy<u32>(block, begin, end);
}

export function copyBytes(block: ElementwiseBlock, begin: u32, end: u32, _scratch: usize): void {
  copy<u8>(block, begin, end);
}

export function updateSliceWords(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  updateSlice<u32>(block, begin, end, scratch);
}

export function updateSliceBytes(block: ElementwiseBlock, begin: u32, end: u32, scratch: usize): void {
  updateSlice<u8>(block, begin, end, scratch);
}

export function fillWords(block: ElementwiseBlock, begin: u32, end: u32, _scratch: usize): void {
  const value = i32x4.splat(block.op), last = block.output + (<usize>min(end * chunk, block.size) << 2);
  let at = block.output + (<usize>(begin * chunk) << 2);
  for (; at + 16 <= last; at += 16) v128.store(at, value);
  for (; at < last; at += 4) store<u32>(at, block.op);
}

export function fillBytes(block: ElementwiseBlock, begin: u32, end: u32, _scratch: usize): void {
  const first = min(begin * chunk, block.size);
  memory.fill(block.output + first, <u8>block.op, min(end * chunk, block.size) - first);
}
