import type fc from "fast-check";
import type { DType, Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Bound } from "./tolerance.js";

/** A tensor argument as data. Without a dtype it takes the float dtype under test. */
export interface Operand extends Dense {
  readonly dtype?: DType;
}

/** The arguments of one call, in order: operands where the op takes tensors (also inside arrays and options), plain JSON elsewhere. */
export type Args = readonly unknown[];

/** What ops return: a tensor, several, or a max-pool with its indices. */
export type OpResult = Tensor | readonly Tensor[] | { readonly output: Tensor; readonly indices: Tensor };

/** A property that ties kernels to each other; throws where it does not hold. */
export interface Law {
  readonly name: string;
  readonly check: (subject: LawSubject) => Promise<void>;
}

export interface LawSubject {
  readonly args: Args;
  /** Runs the op under test and reads its first output. */
  readonly apply: (...args: Args) => Promise<Dense>;
  /** Runs any op of core. */
  readonly run: (op: (...args: never[]) => OpResult, ...args: Args) => Promise<Dense>;
  /** Throws unless both agree within `slack` of their greatest magnitude (and `floor`). */
  readonly expectClose: (what: string, actual: Dense, expected: Dense, scale?: number) => void;
}

/** A call that must fail, with the message to the letter. */
export interface ErrorCase {
  readonly args: Args;
  readonly error: "ShapeError" | "DTypeError" | "ArgumentError";
  /** The first line: what stands before `hint:`. */
  readonly message: string;
  /** The part of the message that only a backend which reads synchronously can know. */
  readonly place?: string;
}

/** Everything the suite knows of one public op. */
export interface OpSpec {
  /** Its name among core's exports. */
  readonly name: string;
  readonly op: (...args: never[]) => OpResult;
  /** Names of the tensor arguments in the order in which they stand in the call. */
  readonly inputs: readonly string[];
  readonly samples: Readonly<Record<string, Args>>;
  readonly arbitrary: fc.Arbitrary<Args>;
  /** The definition in f64: takes the same arguments, returns every output in order. */
  readonly oracle: (...args: never[]) => Dense | readonly Dense[];
  readonly bound: Bound;
  /** The inputs that have gradients; `[]` with a reason why there are none. */
  readonly gradients: readonly string[] | { readonly none: string };
  /** Points where the op is smooth, small; default: `arbitrary`. */
  readonly smooth?: fc.Arbitrary<Args>;
  readonly laws: readonly Law[] | { readonly none: string };
  readonly errors: readonly ErrorCase[];
  /** Why PyTorch's vectors have no case of it. */
  readonly noGolden?: string;
}

/** Types a spec; a place for checks to come. */
export function defineOpSpec(spec: OpSpec): OpSpec {
  return spec;
}

export function isOperand(value: unknown): value is Operand {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

/** Replaces every operand of a call, wherever it stands. `index` counts them in order. */
export function mapOperands(args: Args, map: (operand: Operand, index: number) => unknown): unknown[] {
  let index = 0;
  const visit = (value: unknown): unknown => {
    if (isOperand(value)) return map(value, index++);
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
    return value;
  };
  return args.map(visit);
}

/** The operands of a call, in order. */
export function operandsOf(args: Args): Operand[] {
  const operands: Operand[] = [];
  mapOperands(args, (operand) => operands.push(operand));
  return operands;
}
