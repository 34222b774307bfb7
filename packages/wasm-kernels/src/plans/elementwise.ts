/**
 * Elementwise steps; results are dense, operands have any layout of one shape (collapse them first: fewer axes are faster).
 *
 * An operand lies at byte `pointer`; its layout counts elements.
 */
import { DTypeError, sizeOf, type BinaryOp, type DType, type Layout, type UnaryOp } from "@convoke/core/backend";
import type { KernelName } from "../kernels.js";
import type { Step } from "./step.js";

/** What the kernels hold: 4 bytes an element, or one for uint8 and bool (0 and 1). */
export type KernelDType = Exclude<DType, "float64">;

export interface Operand {
  readonly pointer: number;
  readonly layout: Layout;
}

/** The kernels number operations in the order of core's lists; after the functions follow the casts. */
export const unaryNames = [
  "neg", "abs", "sign", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "reciprocal", "tanh", "sigmoid", "relu",
  "floor", "ceil", "round", "erf", "isNaN", "isFinite", "not",
] as const satisfies readonly UnaryOp[];

export const binaryNames = ["add", "sub", "mul", "div", "pow", "max", "min", "eq", "ne", "lt", "le", "and", "or", "xor"] as const satisfies readonly BinaryOp[];

/** The number of reluGrad, behind them. */
const reluGradOp = binaryNames.length;

const castNames = ["float32", "int32", "uint8", "bool"] as const satisfies readonly KernelDType[];

const integerUnaryOps: ReadonlySet<UnaryOp> = new Set(["neg", "abs", "sign", "relu", "not"] as const);
const boolOps: ReadonlySet<BinaryOp> = new Set(["and", "or", "xor"] as const);

const unaryKernels = { float32: "unary", int32: "unaryWords", uint8: "unaryBytes", bool: "unaryBytes" } as const;
const binaryKernels = { float32: "binary", int32: "binaryWords", uint8: "binaryBytes", bool: "binaryBytes" } as const;

/** Elements of a chunk, the unit of work: assembly/elementwise/operand.ts. */
const chunk = 1024;

export function widthOf(dtype: KernelDType): 1 | 4 {
  return dtype === "uint8" || dtype === "bool" ? 1 : 4;
}

/**
 * → the dtype of `x`, or bytes 0 and 1 for isNaN, isFinite and not. Integers have neg, abs, sign, relu and not.
 *
 * The output may be `x` itself where both are dense and equally wide.
 */
export function unary(op: UnaryOp, x: Operand, output: number, dtype: KernelDType = "float32"): Step {
  if (dtype !== "float32" && !integerUnaryOps.has(op)) throw new DTypeError(`unary: no kernel for ${op} of ${dtype}, expected float32`);
  return unaryStep(unaryNames.indexOf(op), x, output, dtype);
}

/** Any layout → dense in another dtype; a copy where the elements stay what they are. Floats truncate towards zero and wrap, bool is x ≠ 0. */
export function cast(x: Operand, output: number, from: KernelDType, to: KernelDType): Step {
  if (from === to || (from === "bool" && to === "uint8")) return copy(x, output, widthOf(from));
  return unaryStep(unaryNames.length + castNames.indexOf(to), x, output, from);
}

function unaryStep(op: number, x: Operand, output: number, dtype: KernelDType): Step {
  const width = widthOf(dtype);
  return step(unaryKernels[dtype], op, output, width * chunk + 80, x.layout.shape, [x], byteOf(x, width));
}

/**
 * → the dtype of a and b, or bytes 0 and 1 for eq, ne, lt, le, and, or, xor, of which the last three take bytes only. A number is rounded to the dtype.
 *
 * The output may be a dense operand itself where it is equally wide.
 */
export function binary(op: BinaryOp, a: Operand, b: Operand | number, output: number, dtype: KernelDType = "float32"): Step {
  const width = widthOf(dtype);
  if (width === 4 && boolOps.has(op)) throw new DTypeError(`binary: no kernel for ${op} of ${dtype}, expected bool`);
  const [kernel, number, scratchBytes] = [binaryKernels[dtype], binaryNames.indexOf(op), 2 * width * chunk + 48];
  if (typeof b === "number") return step(kernel, number, output, scratchBytes, a.layout.shape, [a, null], byteOf(a, width), 0, bitsOf(b, dtype));
  return step(kernel, number, output, scratchBytes, a.layout.shape, [a, b], byteOf(a, width), byteOf(b, width));
}

/** output ≤ 0 ? 0 : gradOutput → `to`, which may be either where that is dense; float32. */
export function reluGrad(gradOutput: Operand, output: Operand, to: number): Step {
  return step("binary", reluGradOp, to, 8 * chunk + 48, output.layout.shape, [gradOutput, output], byteOf(gradOutput, 4), byteOf(output, 4));
}

/** condition holds bytes; a and b elements of any kind, `width` bytes wide. */
export function where(condition: Operand, a: Operand, b: Operand, output: number, width: 1 | 4 = 4): Step {
  const kernel = width === 1 ? "whereBytes" : "where";
  return step(kernel, 0, output, 3 * width * chunk + 64, a.layout.shape, [condition, a, b], byteOf(condition, 1), byteOf(a, width), byteOf(b, width));
}

/** Any layout → dense, no cast. */
export function copy(x: Operand, output: number, width: 1 | 4): Step {
  return step(width === 1 ? "copyBytes" : "copyWords", 0, output, 0, x.layout.shape, [x], byteOf(x, width));
}

/** Writes x into the layout `at` of the array at byte `target`; they must not overlap. */
export function updateSlice(target: number, at: Layout, x: Operand, width: 1 | 4): Step {
  const place = { pointer: target, layout: at }, begin = byteOf(place, width);
  return step(width === 1 ? "updateSliceBytes" : "updateSliceWords", 0, begin, width * chunk, x.layout.shape, [x, place], byteOf(x, width), begin);
}

/** `size` elements of the same bits: those of a float32 or int32, or a byte. */
export function fill(output: number, size: number, bits: number, width: 1 | 4): Step {
  return step(width === 1 ? "fillBytes" : "fillWords", bits, output, 0, [size], [null], 0);
}

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The bits of a number as the dtype holds it. */
export function bitsOf(value: number, dtype: KernelDType): number {
  if (dtype === "bool") return Number(value !== 0);
  if (dtype !== "float32") return dtype === "uint8" ? value & 255 : value | 0;
  float[0] = value;
  return floatBits[0];
}

/** `a`, `b` and `c` are where the operands begin; where there is a number instead of an operand its bits are `c`, and its strides 0. */
function step(
  kernel: KernelName, op: number, output: number, scratchBytes: number, shape: readonly number[], operands: readonly (Operand | null)[], a: number, b = 0, c = 0,
): Step {
  const size = sizeOf(shape), rank = shape.length;
  const block = [output | 0, op, size, a | 0, b | 0, c | 0, Math.max(rank, 1)];
  // A scalar has one axis of one element.
  if (rank === 0) block.push(1, ...operands.map(() => 1));
  for (const length of shape) block.push(length);
  for (const operand of operands) for (let axis = 0; axis < rank; axis++) block.push(operand === null ? 0 : operand.layout.strides[axis]);
  return { kernel, block, units: Math.ceil(size / chunk), scratchBytes };
}

const byteOf = ({ pointer, layout }: Operand, width: number): number => pointer + layout.offset * width;
