import { cat, expand, flip, full, permute, slice, tensor, type Tensor } from "@convoke/core";
import { compareWithOracle, dtypeOf, type MakeTensor } from "../suite/apply.js";
import type { Check, CheckContext } from "../suite/check.js";
import { sizeOf } from "../oracle/dense.js";
import { once } from "../suite/once.js";
import { mapOperands, type Args, type Operand, type OpSpec } from "../suite/spec.js";

const plain = (operand: Operand, context: CheckContext): Tensor =>
  tensor(Array.from(operand.data), { shape: operand.shape, dtype: dtypeOf(operand, context), backend: context.backend });

/** Garbage that shows when it is read: a number that no sample holds. */
const garbage = (shape: readonly number[], operand: Operand, context: CheckContext): Tensor =>
  full(shape, operand.dtype === "bool" || operand.dtype === "uint8" ? 1 : 77, { dtype: dtypeOf(operand, context), backend: context.backend });

/** The same values in another memory layout. */
const layouts: Readonly<Record<string, (operand: Operand, context: CheckContext) => Tensor>> = {
  /** Stored with reversed axes, so that the strides ascend. */
  permuted: (operand, context) => {
    const axes = operand.shape.map((_, axis) => operand.shape.length - 1 - axis);
    const stored = tensor(Array.from(transposed(operand)), { shape: operand.shape.toReversed(), dtype: dtypeOf(operand, context), backend: context.backend });
    return permute(stored, axes);
  },
  /** Every other column of a wider storage, after a first row of garbage. */
  sliced: (operand, context) => {
    if (operand.shape.length === 0) return slice(cat([garbage([2], operand, context), plain({ ...operand, shape: [1] }, context)]), 2);
    const last = operand.shape.length - 1;
    const shape = operand.shape.with(last, operand.shape[last]! * 2 + 1);
    const wide = spread(operand, shape[last]!, context);
    return slice(wide, ...operand.shape.map((length, axis) => (axis === last ? ([1, 2 * length + 1, 2] as const) : null)));
  },
  /** Stored backwards, read with negative strides. */
  flipped: (operand, context) => {
    const reversed = { ...operand, data: Array.from(operand.data).reverse() };
    return operand.shape.length === 0 ? plain(operand, context) : flip(plain(reversed, context), operand.shape.map((_, axis) => axis));
  },
  /** Dense, but from an offset. */
  offset: (operand, context) => {
    const flat = cat([garbage([3], operand, context), plain({ ...operand, shape: [sizeOf(operand.shape)] }, context)]);
    return slice(flat, [3, null]).reshape(operand.shape);
  },
};

function transposed({ shape, data }: Operand): number[] {
  const rank = shape.length;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const result: number[] = [];
  const walk = (axis: number, at: number): void => {
    if (axis < 0) result.push(data[at]!);
    else for (let i = 0; i < shape[axis]!; i++) walk(axis - 1, at + i * strides[axis]!);
  };
  walk(rank - 1, 0);
  return result;
}

/** Rows of `width` cells with the operand's values at the odd ones and garbage between. */
function spread(operand: Operand, width: number, context: CheckContext): Tensor {
  const last = operand.shape.at(-1)!;
  const filler = operand.dtype === "bool" || operand.dtype === "uint8" ? 1 : 77;
  const rows = last === 0 ? sizeOf(operand.shape.slice(0, -1)) : operand.data.length / last;
  const data = new Array<number>(rows * width).fill(filler);
  for (let i = 0; i < operand.data.length; i++) data[Math.floor(i / last) * width + 1 + 2 * (i % last)] = operand.data[i]!;
  return plain({ ...operand, data, shape: operand.shape.with(-1, width) }, context);
}

/** Do views work? Each sample again with its tensors permuted, sliced, flipped, offset and broadcast. */
export function layoutChecks(spec: OpSpec): Check[] {
  if (spec.inputs.length === 0) return [];
  const entries = Object.entries(spec.samples);
  const checks = Object.entries(layouts).map(([layout, make]): Check => ({
    op: spec.name,
    layer: "layouts",
    name: layout,
    run: async (context) => ({ cases: entries.length, worst: await worstOf(entries, (args) => compareWithOracle(spec, args, context, (operand) => make(operand, context))) }),
  }));
  const broadcast: Check = {
    op: spec.name,
    layer: "layouts",
    name: "broadcast",
    run: async (context) => {
      const stretch: MakeTensor = (operand) => {
        const axis = repeatable(operand);
        if (axis < 0) return plain(operand, context);
        const length = sizeOf(operand.shape.slice(1));
        return expand(plain({ ...operand, shape: operand.shape.with(0, 1), data: Array.from(operand.data).slice(0, length) }, context), operand.shape);
      };
      return { cases: entries.length, worst: await worstOf(entries, (args) => compareWithOracle(spec, repeated(args), context, stretch)) };
    },
  };
  return [...checks, broadcast];
}

function repeatable({ shape, data, dtype }: Operand): number {
  return shape.length > 0 && shape[0]! > 1 && data.length > 0 && (dtype === undefined || dtype === "float32") ? 0 : -1;
}

/** Every operand with its first row in all rows: what a stride of 0 shows. */
const repeated = once((args: Args) => mapOperands(args, (operand) => {
  if (repeatable(operand) < 0) return operand;
  const length = sizeOf(operand.shape.slice(1));
  return { ...operand, data: Array.from(operand.data, (_, i) => operand.data[i % length]!) };
}));

async function worstOf(entries: readonly (readonly [string, Args])[], run: (args: Args) => Promise<number>): Promise<number> {
  let worst = 0;
  for (const [name, args] of entries) {
    try {
      worst = Math.max(worst, await run(args));
    } catch (error) {
      if (error instanceof Error) error.message = `sample "${name}": ${error.message}`;
      throw error;
    }
  }
  return worst;
}
