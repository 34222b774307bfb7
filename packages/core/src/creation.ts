import type { Backend } from "./backend/backend.js";
import { allocate, dtypeOf, dtypes, isFloat, type DType, type TypedArray } from "./backend/dtype.js";
import { sizeOf, type Shape } from "./backend/layout.js";
import { ArgumentError } from "./errors/argument-error.js";
import { DTypeError } from "./errors/dtype-error.js";
import { ShapeError } from "./errors/shape-error.js";
import { installMethods } from "./methods.js";
import { checkChoice, checkInteger, checkTensor } from "./ops/checks.js";
import { currentBackend } from "./tensor/default-backend.js";
import { formatShape } from "./tensor/format.js";
import { defaultGenerator, type Generator } from "./tensor/generator.js";
import { filled, fromData, fromStorage, checkSupport } from "./tensor/make.js";
import { checkOptions } from "./tensor/options.js";
import type { NestedArray } from "./tensor/read.js";
import type { Tensor } from "./tensor/tensor.js";

installMethods();

export interface CreationOptions {
  /** Default float32, or what the data says. */
  readonly dtype?: DType;
  /** Default: the one chosen by import or `setBackend`. */
  readonly backend?: Backend;
  /** Default false. */
  readonly requiresGrad?: boolean;
}
export interface TensorOptions extends CreationOptions {
  /** The shape of flat data. */
  readonly shape?: Shape;
}
export interface RandomOptions extends CreationOptions {
  /** Default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

const creationKeys = ["dtype", "backend", "requiresGrad"];

function begin(name: string, options: CreationOptions, more: readonly string[] = []): { backend: Backend; dtype: DType } {
  checkOptions(name, options, [...creationKeys, ...more]);
  return { backend: options.backend ?? currentBackend(), dtype: checkChoice(name, "dtype", options.dtype ?? "float32", dtypes) };
}

function finish(tensor: Tensor, { requiresGrad = false }: CreationOptions): Tensor {
  if (requiresGrad) tensor.requiresGrad = true;
  return tensor;
}

function checkShape(name: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) throw new ArgumentError(`${name}: shape is ${String(shape)}, expected an array of sizes`);
  shape.forEach((length: unknown) => checkInteger(name, "a size", length, 0));
  return [...shape];
}

/**
 * A tensor of the given values: nested arrays, a number, or a typed array with a shape. The data is copied. PyTorch: `tensor`.
 *
 * Numbers give float32, booleans bool, a typed array its own dtype, unless `dtype` says otherwise.
 *
 * @throws {ShapeError} when nested arrays are ragged, or the data does not fill the shape.
 * @throws {DTypeError} when a value does not fit an integer dtype: uint8 refuses 256 and 0.5.
 * @example
 * tensor([[1, 2], [3, 4]]);                                 // [2, 2] float32
 * tensor(pixels, { shape: [28, 28], dtype: "float32" });
 */
export function tensor(values: NestedArray | TypedArray | Uint8ClampedArray, options: TensorOptions = {}): Tensor {
  const { backend } = begin("tensor", options, ["shape"]);
  const { data, shape, natural } = ArrayBuffer.isView(values) ? flat(values) : flattenNested(values);
  const dtype = options.dtype ?? natural;
  const target = options.shape ? checkShape("tensor", options.shape) : shape;
  if (sizeOf(target) !== data.length) {
    throw new ShapeError(`tensor: ${data.length} values do not fill the shape ${formatShape(target)}`);
  }
  return finish(fromData("tensor", backend, convert("tensor", data, dtype), target, dtype), options);
}

/** A canvas's clamped bytes are bytes. */
function flat(values: TypedArray | Uint8ClampedArray): { data: TypedArray; shape: number[]; natural: DType } {
  const data = values instanceof Uint8ClampedArray ? new Uint8Array(values.buffer, values.byteOffset, values.length) : values;
  return { data, shape: [data.length], natural: dtypeOf(data) };
}

function convert(name: string, data: TypedArray | number[], dtype: DType): TypedArray {
  if (!Array.isArray(data) && dtypeOf(data) === dtype) return data;
  const result = allocate(dtype, data.length);
  if (dtype === "bool") result.set(Array.from(data, (value) => (value === 0 ? 0 : 1)));
  else result.set(data);
  if (!isFloat(dtype) && dtype !== "bool") {
    const at = result.findIndex((value, i) => value !== data[i]);
    if (at >= 0) throw new DTypeError(`${name}: value ${data[at]} at ${at} does not fit ${dtype}`);
  }
  return result;
}

function flattenNested(values: NestedArray): { data: number[]; shape: number[]; natural: DType } {
  const shape: number[] = [];
  for (let level: NestedArray | undefined = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const data: number[] = [];
  let booleans = 0;
  const visit = (value: NestedArray, axis: number): void => {
    if (Array.isArray(value)) {
      if (value.length !== shape[axis]) throw new ShapeError(`tensor: nested arrays are ragged, an array of axis ${axis} has ${value.length} elements, expected ${shape[axis] ?? "a number"}`);
      for (const item of value) visit(item, axis + 1);
      return;
    }
    if (axis !== shape.length) throw new ShapeError(`tensor: nested arrays are ragged, a number stands at axis ${axis}, expected ${shape.length} axes`);
    if (typeof value === "boolean") booleans++;
    else if (typeof value !== "number") throw new ArgumentError(`tensor: ${String(value)} is neither a number nor a boolean`);
    data.push(Number(value));
  };
  visit(values, 0);
  return { data, shape, natural: booleans > 0 && booleans === data.length ? "bool" : "float32" };
}

/** A tensor of zeros. PyTorch: `zeros`. */
export function zeros(shape: Shape, options: CreationOptions = {}): Tensor {
  return constant("zeros", shape, 0, options);
}

/** A tensor of ones. PyTorch: `ones`. */
export function ones(shape: Shape, options: CreationOptions = {}): Tensor {
  return constant("ones", shape, 1, options);
}

/** A tensor of one value. PyTorch: `full`. */
export function full(shape: Shape, value: number, options: CreationOptions = {}): Tensor {
  return constant("full", shape, value, options);
}

/** Zeros of the shape, dtype and backend of another tensor. PyTorch: `zeros_like`. */
export function zerosLike(like: Tensor, options: CreationOptions = {}): Tensor {
  checkTensor("zerosLike", like, "like");
  return constant("zerosLike", like.shape, 0, { dtype: like.dtype, backend: like.backend, ...options });
}

/** Ones of the shape, dtype and backend of another tensor. PyTorch: `ones_like`. */
export function onesLike(like: Tensor, options: CreationOptions = {}): Tensor {
  checkTensor("onesLike", like, "like");
  return constant("onesLike", like.shape, 1, { dtype: like.dtype, backend: like.backend, ...options });
}

function constant(name: string, shape: Shape, value: number, options: CreationOptions): Tensor {
  const { backend, dtype } = begin(name, options);
  const target = checkShape(name, shape);
  if (typeof value !== "number") throw new ArgumentError(`${name}: value is ${JSON.stringify(value)}, expected a number`);
  if (!isFloat(dtype)) convert(name, [value], dtype);
  return finish(filled(name, backend, target, value, dtype), options);
}

/**
 * start, start + step, … below end. PyTorch: `arange`.
 *
 * @example
 * arange(3);       // [0, 1, 2]
 * arange(1, 2, 0.5); // [1, 1.5]
 */
export function arange(end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, options?: CreationOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: CreationOptions): Tensor;
export function arange(...args: (number | CreationOptions | undefined)[]): Tensor {
  const numbers = args.filter((arg): arg is number => typeof arg === "number");
  const options = args.find((arg) => typeof arg === "object") ?? {};
  const [start, end, step] = numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
  const { backend, dtype } = begin("arange", options);
  const length = Math.ceil((end - start) / step);
  if (!(length >= 0) || !Number.isFinite(length)) throw new ArgumentError(`arange: ${start} … ${end} by ${step} does not end`);
  checkSupport("arange", backend, [length], dtype);
  return finish(fromData("arange", backend, convert("arange", Array.from({ length }, (_, i) => start + i * step), dtype), [length], dtype), options);
}

/** `steps` evenly spaced numbers from start to end, both included. PyTorch: `linspace`. */
export function linspace(start: number, end: number, steps: number, options: CreationOptions = {}): Tensor {
  const { backend, dtype } = begin("linspace", options);
  checkSupport("linspace", backend, [checkInteger("linspace", "steps", steps, 0)], dtype);
  // From both ends, so that the last number is `end` exactly.
  const at = (i: number): number => (steps === 1 ? start : i < steps / 2 ? start + (i * (end - start)) / (steps - 1) : end - ((steps - 1 - i) * (end - start)) / (steps - 1));
  return finish(fromData("linspace", backend, convert("linspace", Array.from({ length: steps }, (_, i) => at(i)), dtype), [steps], dtype), options);
}

/** Ones on the diagonal, zeros elsewhere: [rows, columns], square when one is given. PyTorch: `eye`. */
export function eye(rows: number, options?: CreationOptions): Tensor;
export function eye(rows: number, columns: number, options?: CreationOptions): Tensor;
export function eye(rows: number, second: number | CreationOptions = rows, third: CreationOptions = {}): Tensor {
  const [columns, options] = typeof second === "number" ? [second, third] : [rows, second];
  const { backend, dtype } = begin("eye", options);
  const shape = checkShape("eye", [rows, columns]);
  checkSupport("eye", backend, shape, dtype);
  const data = allocate(dtype, rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
  return finish(fromData("eye", backend, data, shape, dtype), options);
}

/** Uniform numbers in [0, 1) with 24 bits. PyTorch: `rand`. */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  const { backend, dtype } = begin("rand", options, ["generator"]);
  const target = checkShape("rand", shape);
  const size = sizeOf(target);
  checkFloatDType("rand", dtype);
  checkSupport("rand", backend, target, dtype);
  const generator = options.generator ?? defaultGenerator();
  if (dtype !== "float32") return finish(fromData("rand", backend, convert("rand", generator.uniform(size), dtype), target, dtype), options);
  return finish(fromStorage(backend, backend.uniform(size, generator.key, generator.advance(size)), target, "rand"), options);
}

/** Numbers of the standard normal distribution. PyTorch: `randn`. */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  const { backend, dtype } = begin("randn", options, ["generator"]);
  const target = checkShape("randn", shape);
  checkFloatDType("randn", dtype);
  checkSupport("randn", backend, target, dtype);
  const numbers = (options.generator ?? defaultGenerator()).normal(sizeOf(target));
  return finish(fromData("randn", backend, convert("randn", numbers, dtype), target, dtype), options);
}

/** Integers in [low, high), int32 unless `dtype` says otherwise. PyTorch: `randint`. */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  const { backend } = begin("randint", options, ["generator"]);
  const { dtype = "int32" } = options;
  checkInteger("randint", "low", low, -(2 ** 31));
  checkInteger("randint", "high", high, -(2 ** 31));
  if (high > 2 ** 31) throw new ArgumentError(`randint: high is ${high}, expected an integer of at most ${2 ** 31}`);
  if (high <= low) throw new ArgumentError(`randint: high ${high} must be greater than low ${low}`);
  const target = checkShape("randint", shape);
  checkSupport("randint", backend, target, dtype);
  const numbers = (options.generator ?? defaultGenerator()).integers(low, high, sizeOf(target));
  return finish(fromData("randint", backend, convert("randint", numbers, dtype), target, dtype), options);
}

function checkFloatDType(name: string, dtype: DType): void {
  if (!isFloat(dtype)) throw new DTypeError(`${name}: dtype is ${dtype}, expected float32 or float64`);
}
