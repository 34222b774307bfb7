import { isFloat, type DType } from "../backend/dtype.js";
import { broadcastShapes, type Shape } from "../backend/layout.js";
import { ArgumentError } from "../errors/argument-error.js";
import { DTypeError } from "../errors/dtype-error.js";
import { ShapeError } from "../errors/shape-error.js";
import { describeValue, formatShape } from "../tensor/format.js";
import { Tensor } from "../tensor/tensor.js";

/** Throws unless the value is a Tensor; for functions that do more than hand it to an op. */
export function checkTensor(name: string, value: unknown, what = "input"): void {
  if (value instanceof Tensor) return;
  if (value === undefined || value === null) throw new ArgumentError(`${name}: expected a Tensor, got nothing`);
  throw new ArgumentError(`${name}: ${what} must be a Tensor, got ${describeValue(value)}`);
}

/** Throws unless the value is a Tensor or a number. */
export function checkOperand(name: string, value: unknown, what: string): void {
  if (typeof value === "number" || value instanceof Tensor) return;
  throw new ArgumentError(`${name}: ${what} must be a Tensor or a number, got ${describeValue(value)}`);
}

/** Throws unless `list` is an array: of sizes, axes, tensors. */
export function checkList(name: string, list: unknown, what: string): void {
  if (!Array.isArray(list)) throw new ArgumentError(`${name}: expected an array of ${what}, got ${list instanceof Tensor ? "a Tensor" : describeValue(list)}`);
}

/** Throws unless the tensor is float32 or float64. */
export function checkFloat(name: string, tensor: Tensor, what = "input"): void {
  checkTensor(name, tensor, what);
  if (!isFloat(tensor.dtype)) {
    throw new DTypeError(`${name}: ${what} is ${tensor.dtype}, expected float32 or float64`, { hint: 'convert with .to("float32")' });
  }
}

/** Throws unless all tensors share one dtype. */
export function checkSameDType(name: string, tensors: Readonly<Record<string, Tensor | null | undefined>>): DType {
  const present = Object.entries(tensors).filter((entry): entry is [string, Tensor] => Boolean(entry[1]));
  const [[firstName, first]] = present as [[string, Tensor]];
  for (const [other, tensor] of present) {
    checkTensor(name, tensor, other);
    if (tensor.dtype !== first.dtype) {
      throw new DTypeError(`${name}: ${firstName} is ${first.dtype}, but ${other} is ${tensor.dtype}`, { hint: `convert with .to("${first.dtype}")` });
    }
  }
  return first.dtype;
}

const ranges = { int32: [-(2 ** 31), 2 ** 31 - 1], uint8: [0, 255], bool: [0, 1] } as const;

/** Numbers never promote: an integer tensor takes only what its dtype can hold. */
export function checkNumber(name: string, value: number, dtype: DType): void {
  if (dtype === "float32" || dtype === "float64") return;
  const [least, most] = ranges[dtype];
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new DTypeError(`${name}: a number ${value} does not fit ${dtype}`, { hint: 'convert with .to("float32")' });
  }
}

/** The common shape; throws a ShapeError where two do not broadcast. */
export function broadcast(name: string, a: Shape, b: Shape): Shape {
  const shape = broadcastShapes(a, b);
  if (shape === null) throw new ShapeError(`${name}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast`);
  return shape;
}

/** Counts a negative axis from the end; throws outside of −rank … rank − 1. */
export function resolveAxis(name: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ArgumentError(`${name}: axis ${axis} does not exist, expected ${-rank} … ${rank - 1} for a tensor of rank ${rank}`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Ascending axes without repeats; absent or empty means all, as in PyTorch. */
export function resolveAxes(name: string, axes: number | readonly number[] | null | undefined, rank: number): number[] {
  if (axes === undefined || axes === null || (typeof axes !== "number" && axes.length === 0)) return [...Array(rank).keys()];
  const resolved = (typeof axes === "number" ? [axes] : axes).map((axis) => resolveAxis(name, axis, rank));
  if (new Set(resolved).size !== resolved.length) throw new ArgumentError(`${name}: an axis is repeated in [${String(axes)}]`);
  return resolved.sort((a, b) => a - b);
}

/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(name: string, what: string, value: unknown, least: number): number {
  if (!Number.isInteger(value) || (value as number) < least) {
    throw new ArgumentError(`${name}: ${what} is ${String(value)}, expected an integer of at least ${least}`);
  }
  return value as number;
}

/** A number for both axes, or [height, width]; integers of at least `least`. */
export function resolvePair(name: string, what: string, value: number | readonly number[], least: number): readonly [number, number] {
  const pair = typeof value === "number" ? [value, value] : value;
  if (!Array.isArray(pair) || pair.length !== 2) {
    throw new ArgumentError(`${name}: ${what} is ${JSON.stringify(value)}, expected a number or [height, width]`);
  }
  return [checkInteger(name, what, pair[0], least), checkInteger(name, what, pair[1], least)];
}

/** Throws unless `value` is one of `allowed`. */
export function checkChoice<const T extends string>(name: string, what: string, value: unknown, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) {
    throw new ArgumentError(`${name}: ${what} is ${JSON.stringify(value)}, expected one of ${allowed.map((choice) => `"${choice}"`).join(", ")}`);
  }
  return value as T;
}
