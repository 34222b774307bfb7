/**
 * output = target with x at the layout `at`.
 *
 * A thread writes one cell, so each cell of the target asks whether it lies in `at`: with strides that descend, every one larger than what the axes
 * behind it span, the axes' indices are quotients of what is left of its position.
 */
import { collapse, type Layout } from "@convoke/core/backend";
import { padded, paddedRank } from "../indexing.js";
import { memoized, type Program } from "../program.js";

/** The axes of both layouts in the order of `at`'s strides, all of them positive. */
export function nested(at: Layout, x: Layout): { readonly rank: number; readonly dims: readonly number[] } {
  let { offset } = at;
  let xOffset = x.offset;
  const axes = at.shape.map((size, axis) => {
    const [stride, xStride] = [at.strides[axis]!, x.strides[axis]!];
    if (stride >= 0) return { size, stride, xStride };
    offset += (size - 1) * stride;
    xOffset += (size - 1) * xStride;
    return { size, stride: -stride, xStride: -xStride };
  }).filter(({ size }) => size > 1).sort((a, b) => b.stride - a.stride);
  const shape = axes.map(({ size }) => size);
  const [to, from] = collapse([{ shape, strides: axes.map(({ stride }) => stride), offset }, { shape, strides: axes.map(({ xStride }) => xStride), offset: xOffset }]);
  const rank = paddedRank(to!.shape.length);
  const strides = padded(to!.strides, rank, 2 ** 24);   // of axes that are not there: no position reaches them
  return { rank, dims: [...padded(to!.shape, rank, 1), ...strides, to!.offset, ...padded(from!.strides, rank, 0), from!.offset] };
}

export function updateSliceProgram(rank: number): Program {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return memoized(`updateSlice ${rank}`, () => ({
    inputs: ["target", "x"],
    dims: [...axes.map((axis) => `size${axis}`), ...axes.map((axis) => `stride${axis}`), "offset", ...axes.map((axis) => `xStride${axis}`), "xOffset"],
    body: () => `
let rest = this.thread.x - $offset; let at = $xOffset; let inside = 1;
if (rest < 0) { inside = 0; rest = 0; }
${axes.map((axis) => `const i${axis} = idiv(rest, $stride${axis}); rest = rest - i${axis} * $stride${axis}; at = at + i${axis} * $xStride${axis}; if (i${axis} >= $size${axis}) { inside = 0; }`).join("\n")}
let y = target[this.thread.x];
if (rest === 0) { if (inside === 1) { y = x[at]; } }
return y;`,
  }));
}
