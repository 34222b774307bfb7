/**
 * Rows of 3 × 3 windows without dilation, 4 or more to a row, stride 1 or 2 along it: the maxima of the windows' rows for each row of the input, once for all
 * windows that see it, then those of 3 such lines. Nothing is copied: windows across an edge are done one by one, a row beyond it is an empty line.
 *
 * Comparisons overlook NaN: a sum of what a line has seen tells, and then rows of windows that see it are done one by one; so it is where nothing was greater
 * than the padding and a position is wanted.
 * Scratch: doubts [4] words, of which the last stays 0, what was touched, to 32 bytes, lines [4, 2, outWidth padded to whole vectors]: maxima,
 * and kw of the first. The last line is empty.
 */
import { touch } from "../winograd/touch";
import { cells, storePositions } from "./max-pool-cells";
import { endTap, firstTap, PoolBlock } from "./pool-block";

const emptyLine: u32 = 3;

@inline
function vectorBytes(block: PoolBlock): usize {
  return <usize>((block.outWidth + 3) & ~3) << 2;
}

@inline
function lineOf(y: i32, block: PoolBlock): u32 {
  return <u32>y < <u32>block.inHeight ? y % 3 : emptyLine;
}

// Functions of their own: the compiler would fold branches that differ in a constant only into one, and look at the constant in the inner loop.
export function threesBy1(block: PoolBlock, source: usize, first: i32, last: i32, to: usize, scratch: usize): void {
  threes(1, block, source, first, last, to, scratch);
}

export function threesBy2(block: PoolBlock, source: usize, first: i32, last: i32, to: usize, scratch: usize): void {
  threes(2, block, source, first, last, to, scratch);
}

/** Output rows [first, last) of a plane; `to` is the element that the first begins with. */
@inline
function threes(step: i32, block: PoolBlock, source: usize, first: i32, last: i32, to: usize, scratch: usize): void {
  const bytes = vectorBytes(block), lines = scratch + 32, rowBytes = <usize>block.inWidth << 2;
  v128.store(scratch, i32x4.splat(0));
  for (let at = lines + 6 * bytes, end = at + bytes; at < end; at += 16) v128.store(at, f32x4.splat(-Infinity));
  for (let h = first, next: i32 = 0, touched: i32 = 0; h < last; h++, to += block.outWidth) {
    const top = h * block.strideHeight - block.padTop, end = min(top + 3, block.inHeight);
    for (let y = max(next, max(top, 0)); y < end; y++) {
      const line = lineOf(y, block), row = source + <usize>y * rowBytes;
      if (y >= touched) {
        touched = min(y + 8, block.inHeight);
        store<u32>(scratch, touch(row, <usize>(touched - y) * rowBytes), 16);
      }
      store<u32>(scratch + (line << 2), foldRow(step, block, row, lines + 2 * line * bytes, bytes));
    }
    next = end;
    const line0 = lineOf(top, block), line1 = lineOf(top + 1, block), line2 = lineOf(top + 2, block);
    if (load<u32>(scratch + (line0 << 2)) | load<u32>(scratch + (line1 << 2)) | load<u32>(scratch + (line2 << 2))) cells(block, source, h, 0, block.outWidth, to);
    else foldLines(block, source, h, lines + 2 * line0 * bytes, lines + 2 * line1 * bytes, lines + 2 * line2 * bytes, bytes, to);
  }
}

/**
 * One row of the input to a line; whether it saw NaN (or infinities of both signs).
 *
 * Vectors begin at multiples of 4 windows, as those of foldLines do: a load that needs two stores waits for both. So a column of padding on the left is read,
 * where the row before ends, and replaced.
 */
@inline
function foldRow(step: i32, block: PoolBlock, row: usize, line: usize, toPositions: usize): bool {
  const pad = block.padLeft, end = block.interiorEnd, one = i32x4.splat(1), two = i32x4.splat(2);
  if (end < 4 || pad > 1) return edge(block, row, line, toPositions, 0, block.outWidth);
  const lastTo = line + (<usize>(end - 4) << 2);
  let at = row - (<usize>pad << 2), left = v128.load(at), seen = f32x4.splat(0), c: v128;
  if (pad) left = f32x4.replace_lane(left, 0, -Infinity);
  for (let to = line; ; left = v128.load(at)) {
    // Two steps of 2 share what they load.
    const right = step == 2 ? v128.load(at, 16) : left;
    const a = step == 2 ? v128.shuffle<f32>(left, right, 0, 2, 4, 6) : left, b = step == 2 ? v128.shuffle<f32>(left, right, 1, 3, 5, 7) : v128.load(at, 4);
    c = step == 2 ? v128.shuffle<f32>(v128.load(at, 8), v128.load(at, 20), 0, 2, 5, 7) : v128.load(at, 8);
    seen = f32x4.add(seen, step == 2 ? f32x4.add(left, right) : left);
    const ab = f32x4.pmax(a, b);
    v128.store(to, f32x4.pmax(ab, c));
    v128.store(to + toPositions, i32x4.max_u(v128.and(one, f32x4.lt(a, b)), v128.and(two, f32x4.lt(ab, c))));
    if (to == lastTo) break;
    // The last vector may overlap the one before.
    const forward = min<usize>(16, lastTo - to);
    to += forward;
    at += forward * step;
  }
  seen = f32x4.add(seen, c);
  return v128.any_true(f32x4.ne(seen, seen)) | (end < block.outWidth && edge(block, row, line, toPositions, end, block.outWidth));
}

/** Windows [w, wEnd) of a line. */
function edge(block: PoolBlock, row: usize, line: usize, toPositions: usize, w: i32, wEnd: i32): bool {
  let seen: f32 = 0;
  for (; w < wEnd; w++) {
    const left = w * block.strideWidth - block.padLeft, at = line + (<usize>w << 2);
    let best: f32 = -Infinity, position = 0;
    for (let kw = firstTap(left, 1), kwEnd = endTap(left, 1, 3, block.inWidth); kw < kwEnd; kw++) {
      const value = load<f32>(row + (<isize>(left + kw) << 2));
      seen += value;
      if (value > best) {
        best = value;
        position = kw;
      }
    }
    store<f32>(at, best);
    store<u32>(at + toPositions, position);
  }
  return seen != seen;
}

/** 3 lines to a row of the output. */
@inline
function foldLines(block: PoolBlock, source: usize, h: i32, line0: usize, line1: usize, line2: usize, toPositions: usize, to: usize): void {
  const end = block.outWidth, target = block.target + (to << 2), three = i32x4.splat(3), six = i32x4.splat(6);
  for (let w = 0; w < end; w += 4) {
    if (w + 4 > end) w = end - 4;
    const shift = <usize>w << 2, a = v128.load(line0 + shift), b = v128.load(line1 + shift), c = v128.load(line2 + shift), ab = f32x4.pmax(a, b), best = f32x4.pmax(ab, c);
    v128.store(target + shift, best);
    if (!block.argmax) continue;
    if (v128.any_true(f32x4.eq(best, f32x4.splat(-Infinity)))) {
      cells(block, source, h, w, w + 4, to);
      continue;
    }
    const at = toPositions + shift, position1 = i32x4.add(v128.load(line1 + at), three), position2 = i32x4.add(v128.load(line2 + at), six);
    const position = v128.bitselect(position2, v128.bitselect(position1, v128.load(line0 + at), f32x4.lt(a, b)), f32x4.lt(ab, c));
    storePositions(block.argmax, 1, to + w, position);
  }
}
