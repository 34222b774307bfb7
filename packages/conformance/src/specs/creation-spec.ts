import type { DType, Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import { ConformanceFailure } from "../suite/failure.js";
import { defineOpSpec, type Args, type ErrorCase, type Operand, type OpSpec } from "../suite/spec.js";
import { exactly, type Bound } from "../suite/tolerance.js";

export type Create = (...args: never[]) => Tensor;

/** A scalar of the dtype that a creation shall have; without a dtype: the float dtype under test. */
export function like(dtype?: DType): Operand {
  return { shape: [], data: [0], ...(dtype === undefined ? {} : { dtype }) };
}

/**
 * A creation as an op of the suite: the first argument is a scalar whose dtype it takes, or null to leave the dtype to the default.
 * Sees to the dtype of the result.
 */
export function inDTypeOf(create: Create, defaultDType: DType = "float32") {
  return (scalar: Tensor | null, ...args: unknown[]): Tensor => {
    const output = create(...((scalar === null ? args : [...args, { dtype: scalar.dtype }]) as never[]));
    const wanted = scalar?.dtype ?? (args.at(-1) as { dtype?: DType } | undefined)?.dtype ?? defaultDType;
    if (output.dtype !== wanted) throw new ConformanceFailure(`dtype is ${output.dtype}, expected ${wanted}`);
    return output;
  };
}

const withoutLike = (definition: (...args: never[]) => Dense) => (_: Operand | null, ...args: never[]): Dense => definition(...args);

interface CreationSpec extends Pick<OpSpec, "name" | "samples" | "arbitrary" | "laws" | "errors"> {
  readonly op: Create;
  readonly oracle: (...args: never[]) => Dense;
  readonly bound?: Bound;
}

/** The spec of a creation; its arguments are (like, ...arguments), see `inDTypeOf`. */
export function creationSpec(given: CreationSpec): OpSpec {
  return defineOpSpec({ ...given, op: inDTypeOf(given.op), inputs: [], oracle: withoutLike(given.oracle), bound: given.bound ?? exactly, gradients: { none: "a constant" } });
}

/** What each creation refuses of its options. */
export function optionErrors(name: string, args: Args, more: readonly string[] = []): readonly ErrorCase[] {
  const known = ["dtype", "backend", "requiresGrad", ...more].join(", ");
  return [
    { args: [null, ...args, { dtyp: "int32" }], error: "ArgumentError", message: `${name}: unknown option "dtyp", expected one of ${known}` },
    { args: [null, ...args, { dtype: "float16" }], error: "ArgumentError", message: `${name}: dtype is "float16", expected one of "float32", "float64", "int32", "uint8", "bool"` },
  ];
}

/** What each creation refuses of its shape, the arguments `before` and `after` it given. */
export function shapeErrors(name: string, before: Args, after: Args = []): readonly ErrorCase[] {
  return [
    { args: [null, ...before, [2, -1], ...after], error: "ArgumentError", message: `${name}: a size is -1, expected an integer of at least 0` },
    { args: [null, ...before, [1.5], ...after], error: "ArgumentError", message: `${name}: a size is 1.5, expected an integer of at least 0` },
    { args: [null, ...before, 3, ...after], error: "ArgumentError", message: `${name}: shape is 3, expected an array of sizes` },
  ];
}
