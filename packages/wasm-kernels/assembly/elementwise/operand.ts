/** Elements of any layout as dense runs: the kernels' loops see nothing else. */

/** Elements of a chunk, the unit of elementwise work: 4 KiB of float32, so that all operands' stay in the first-level cache. */
@inline
export const chunk: u32 = 1024;

/** shape [rank], then the strides [rank] of each operand, in words. Where b is null, operand 1 is a number whose bits are c, and its strides are 0. */
@unmanaged
export class ElementwiseBlock {
  output: usize;
  op: u32;
  size: u32;
  a: usize;
  b: usize;
  c: usize;
  rank: u32;
}

/** Where the words of the layouts begin. */
@inline
export const layouts: usize = offsetof<ElementwiseBlock>();

@inline
export function stridesOf(block: ElementwiseBlock, operand: u32): usize {
  return changetype<usize>(block) + layouts + ((<usize>block.rank * (operand + 1)) << 2);
}

function isDense(shape: usize, strides: usize, rank: u32): bool {
  let expected: i32 = 1;
  for (let axis = rank; axis > 0; axis--) {
    const at = <usize>(axis - 1) << 2;
    if (load<i32>(strides + at) != expected) return false;
    expected *= load<i32>(shape + at);
  }
  return true;
}

@inline
export function baseOfB(block: ElementwiseBlock): usize {
  return block.b ? block.b : changetype<usize>(block) + offsetof<ElementwiseBlock>("c");
}

function isConstant(strides: usize, rank: u32): bool {
  for (const end = strides + (<usize>rank << 2); strides < end; strides += 4) if (load<u32>(strides)) return false;
  return true;
}

/** How an operand is read: where it lies, as 16 bytes in a buffer that repeat its one element, or gathered into the buffer chunk by chunk. */
@inline
export const dense: u32 = 0;
@inline
export const constant: u32 = 1;
@inline
export const gathered: u32 = 2;

export function accessOf<T>(block: ElementwiseBlock, base: usize, operand: u32, buffer: usize): u32 {
  const strides = stridesOf(block, operand);
  if (isDense(changetype<usize>(block) + layouts, strides, block.rank)) return dense;
  if (!isConstant(strides, block.rank)) return gathered;
  v128.store(buffer, v128.splat<T>(load<T>(base)));
  return constant;
}

/** Elements [first, first + count) of an operand as its access says; those of a constant are the first 16 bytes again and again. */
@inline
export function read<T>(access: u32, block: ElementwiseBlock, base: usize, operand: u32, first: u32, count: u32, buffer: usize): usize {
  if (access == dense) return base + <usize>first * sizeof<T>();
  return access == constant ? buffer : gather<T>(block, base, operand, first, count, buffer);
}

/** Elements [first, first + count) of an operand, dense: where they lie, or a copy in `buffer`. */
export function elements<T>(block: ElementwiseBlock, base: usize, operand: u32, first: u32, count: u32, buffer: usize): usize {
  if (isDense(changetype<usize>(block) + layouts, stridesOf(block, operand), block.rank)) return base + <usize>first * sizeof<T>();
  return gather<T>(block, base, operand, first, count, buffer);
}

function gather<T>(block: ElementwiseBlock, base: usize, operand: u32, first: u32, count: u32, buffer: usize): usize {
  const shape = changetype<usize>(block) + layouts, strides = stridesOf(block, operand), rank = block.rank;
  const inner = load<u32>(shape + (<usize>(rank - 1) << 2)), stride = <isize>load<i32>(strides + (<usize>(rank - 1) << 2)) * sizeof<T>();
  for (let to = buffer, end = buffer + <usize>count * sizeof<T>(); to < end;) {
    const index = first % inner;
    const run = min(inner - index, <u32>((end - to) / sizeof<T>()));
    copyRun<T>(base + rowOffset(shape, strides, rank, first / inner) * sizeof<T>() + <isize>index * stride, stride, run, to);
    to += <usize>run * sizeof<T>();
    first += run;
  }
  return buffer;
}

/** The offset in elements of row `row`: a flat index over all axes but the last. */
export function rowOffset(shape: usize, strides: usize, rank: u32, row: u32): isize {
  let offset: isize = 0;
  for (let axis = rank - 1; axis > 0; axis--) {
    const at = <usize>(axis - 1) << 2, length = load<u32>(shape + at), rest = row / length;
    offset += <isize>(row - rest * length) * load<i32>(strides + at);
    row = rest;
  }
  return offset;
}

/** `count` elements, `stride` bytes apart, to dense memory. */
function copyRun<T>(from: usize, stride: isize, count: u32, to: usize): void {
  const end = to + <usize>count * sizeof<T>();
  if (stride == sizeof<T>()) for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  else if (stride == 0) for (const value = v128.splat<T>(load<T>(from)); to + 16 <= end; to += 16) v128.store(to, value);
  for (; to < end; to += sizeof<T>(), from += stride) store<T>(to, load<T>(from));
}

/** The other way: dense elements to memory `stride` bytes apart. */
export function spreadRun<T>(from: usize, count: u32, to: usize, stride: isize): void {
  const end = from + <usize>count * sizeof<T>();
  if (stride == sizeof<T>()) for (; from + 16 <= end; from += 16, to += 16) v128.store(to, v128.load(from));
  for (; from < end; from += sizeof<T>(), to += stride) store<T>(to, load<T>(from));
}
