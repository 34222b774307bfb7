import type { Layout, ReduceOp } from "@convoke/core/backend";
import { widthOf, type KernelDType, type Operand } from "./elementwise.js";
import type { Step } from "./step.js";

/** As the kernels number them; argmax has kernels of its own. */
const foldNames = ["sum", "max", "min", "prod"] as const satisfies readonly ReduceOp[];

const foldKernels = { float32: "reduce", int32: "reduceWords", uint8: "reduceBytes", bool: "reduceBytes" } as const;
const argmaxKernels = { float32: "argmax", int32: "argmaxWords", uint8: "argmaxBytes", bool: "argmaxBytes" } as const;

/** Units that a reduction to few outputs is cut into, and elements that such a unit has at least. */
const leastUnits = 32;
const leastLength = 4096;

interface Sizes {
  readonly outputs: number;
  /** Elements of one output, and as many of them as one unit folds. */
  readonly length: number;
  readonly chunkLength: number;
}

/** How a reduction is cut: by the shape alone, so that the order of a sum is. */
function sizesOf(shape: readonly number[], axes: readonly number[]): Sizes {
  let outputs = 1, length = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    if (axes.includes(axis)) length *= shape[axis];
    else outputs *= shape[axis];
  }
  if (outputs >= leastUnits || length < 2 * leastLength) return { outputs, length, chunkLength: length };
  const wanted = Math.ceil(length / Math.ceil(leastUnits / outputs));
  return { outputs, length, chunkLength: 64 * Math.ceil(Math.max(wanted, leastLength) / 64) };
}

/** Bytes at `workspace` while the steps run: partial results, where there are few outputs. */
export function reduceWorkspace({ shape }: Layout, axes: readonly number[]): number {
  const { outputs, length, chunkLength } = sizesOf(shape, axes);
  return chunkLength < length ? 8 * outputs * Math.ceil(length / chunkLength) : 0;
}

/**
 * → the dtype of x over any layout, or int32 for argmax; `axes` are ascending and not empty, argmax takes exactly one. Fewer axes (collapsed) are faster.
 *
 * Sums and products of float32 are rounded once, those of integers wrap.
 */
export function reduce(op: ReduceOp, x: Operand, axes: readonly number[], output: number, workspace: number, dtype: KernelDType = "float32"): Step[] {
  const { pointer, layout: { shape, strides, offset } } = x;
  const all = shape.map((_, axis) => axis), kept = all.filter((axis) => !axes.includes(axis));
  const sizes = sizesOf(shape, axes), isCut = sizes.chunkLength < sizes.length;
  const [kernel, number] = op === "argmax" ? [argmaxKernels[dtype], 0] : [foldKernels[dtype], foldNames.indexOf(op)];
  const step = (to: number, partials: number, units: number): Step => {
    const { outputs, length, chunkLength } = sizes, from = pointer + widthOf(dtype) * offset;
    const block = [to | 0, number, from | 0, partials | 0, outputs, length, chunkLength, Math.max(kept.length, 1), axes.length];
    for (const list of [kept, axes]) {
      if (list.length === 0) block.push(1, 0);
      for (const axis of list) block.push(shape[axis]);
      for (const axis of list) block.push(strides[axis]);
    }
    return { kernel, block, units, scratchBytes: kernel === "reduce" ? 8 * 256 + 64 : 16 };
  };
  if (!isCut) return [step(output, 0, sizes.outputs)];
  const chunks = Math.ceil(sizes.length / sizes.chunkLength);
  const partial = step(workspace, 0, chunks * sizes.outputs);
  // What is left of integers is a reduction like any other.
  if (op !== "argmax" && dtype !== "float32") {
    const rest = { pointer: workspace, layout: { shape: [chunks, sizes.outputs], strides: [sizes.outputs, 1], offset: 0 } };
    return [partial, ...reduce(op, rest, [0], output, 0, dtype)];
  }
  return [partial, step(output, workspace, sizes.outputs)];
}
