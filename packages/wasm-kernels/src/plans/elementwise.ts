/**
 * Elementwise steps; results are dense, operands have any layout of one shape (collapse them first: fewer axes are faster).
 *
 * An operand lies at byte `pointer`; its layout counts elements.
 */
import type { BinaryOp, Layout, UnaryOp } from "@convoke/core/backend";
import type { KernelName } from "../kernels.js";
import type { Step } from "./step.js";

export interface Operand {
  readonly pointer: number;
  readonly layout: Layout;
}

/** The kernels number operations in the order of core's lists; and, or, xor work on bytes and are not among these. */
export const unaryNames = [
  "neg", "abs", "sign", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "reciprocal", "tanh", "sigmoid", "relu",
  "floor", "ceil", "round", "erf", "isNaN", "isFinite", "not",
] as const satisfies readonly UnaryOp[];

export const binaryNames = ["add", "sub", "mul", "div", "pow", "max", "min", "eq", "ne", "lt", "le"] as const satisfies readonly BinaryOp[];
export type FloatBinaryOp = (typeof binaryNames)[number];

/** Elements of a chunk, the unit of work: assembly/elementwise/operand.ts. */
const chunk = 1024;

/** float32 → float32, or bytes 0 and 1 for isNaN, isFinite and not. The output may be `x` itself where both are dense float32. */
export function unary(op: UnaryOp, x: Operand, output: number): Step {
  return step("unary", unaryNames.indexOf(op), [{ ...x, width: 4 }], output, 4 * chunk + 32);
}

/** float32 × float32 → float32, or bytes 0 and 1 for eq, ne, lt and le. */
export function binary(op: FloatBinaryOp, a: Operand, b: Operand, output: number): Step {
  return step("binary", binaryNames.indexOf(op), [{ ...a, width: 4 }, { ...b, width: 4 }], output, 8 * chunk + 48);
}

/** condition holds bytes, a and b float32 or int32. */
export function where(condition: Operand, a: Operand, b: Operand, output: number): Step {
  return step("where", 0, [{ ...condition, width: 1 }, { ...a, width: 4 }, { ...b, width: 4 }], output, 12 * chunk + 64);
}

/** Any layout → dense, no cast. */
export function copy(x: Operand, output: number, width: 1 | 4): Step {
  return step(width === 1 ? "copyBytes" : "copyWords", 0, [{ ...x, width }], output, 0);
}

/** Writes x into the layout `at` of the array at byte `target`. */
export function updateSlice(target: number, at: Layout, x: Operand, width: 1 | 4): Step {
  const place = { pointer: target, layout: at, width };
  return step(width === 1 ? "updateSliceBytes" : "updateSliceWords", 0, [{ ...x, width }, place], byteOf(place), width * chunk);
}

/** `size` elements of the same bits: those of a float32 or int32, or a byte. */
export function fill(output: number, size: number, bits: number, width: 1 | 4): Step {
  return step(width === 1 ? "fillBytes" : "fillWords", bits, [{ pointer: 0, layout: { shape: [size], strides: [1], offset: 0 }, width }], output, 0);
}

interface Placed extends Operand {
  readonly width: 1 | 4;
}

function step(kernel: KernelName, op: number, operands: readonly Placed[], output: number, scratchBytes: number): Step {
  const { shape } = operands[0]!.layout;
  const size = shape.reduce((product, length) => product * length, 1);
  const pointers = [0, 1, 2].map((i) => (operands[i] ? byteOf(operands[i]) : 0));
  // A scalar has one axis of one element.
  const axes = shape.length === 0 ? [1, ...operands.map(() => 1)] : [...shape, ...operands.flatMap(({ layout }) => layout.strides)];
  const block = Int32Array.from([output, op, size, ...pointers, Math.max(shape.length, 1), ...axes], (word) => word | 0);
  return { kernel, block, units: Math.ceil(size / chunk), scratchBytes };
}

const byteOf = ({ pointer, layout, width }: Placed): number => pointer + layout.offset * width;
