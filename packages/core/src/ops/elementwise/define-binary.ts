import type { BinaryOp, Backend, View } from "../../backend/backend.js";
import { withScratch } from "../../backend/derived/scratch.js";
import type { DType } from "../../backend/dtype.js";
import { dense, expandLayout, type Shape } from "../../backend/layout.js";
import { ArgumentError } from "../../errors/argument-error.js";
import { DTypeError } from "../../errors/dtype-error.js";
import { defineOp } from "../../autograd/define-op.js";
import { filled } from "../../tensor/make.js";
import { Tensor } from "../../tensor/tensor.js";
import { broadcast, checkFloat, checkNumber, checkOperand, checkSameDType } from "../checks.js";
import { sumTo } from "../shape/expand.js";

/** A tensor, or a number that takes the other one's dtype. */
export type Operand = Tensor | number;

interface BinaryRule {
  /** The kernel, where its name differs. */
  readonly kernel?: BinaryOp;
  readonly floats?: boolean;
  /** What ∂/∂a and ∂/∂b need. */
  readonly saves?: { readonly a: readonly ("a" | "b")[]; readonly b: readonly ("a" | "b")[] };
  /** ∂/∂a and ∂/∂b in the output's shape; the sum over broadcast axes follows by itself. */
  readonly a: (gradOutput: Tensor, a: Tensor, b: Operand) => Tensor;
  readonly b: (gradOutput: Tensor, a: Tensor, b: Tensor) => Tensor;
}

interface BinaryInputs {
  readonly a: Tensor;
  readonly b: Tensor | null;
  readonly [name: string]: Tensor | null;
}
interface BinaryAttributes {
  /** b, where it is a number. */
  readonly value: number;
}

/** A differentiable elementwise function of two operands, with broadcasting. */
export function defineBinary(name: string, rule: BinaryRule): (a: Operand, b: Operand) => Tensor {
  const op = defineOp<BinaryInputs, BinaryAttributes>({
    name,
    infer: ({ a, b }, { value }) => {
      const dtype = checkOperands(name, a, b, value);
      if (rule.floats) checkFloat(name, a, "a");
      else if (dtype === "bool") throw new DTypeError(`${name}: inputs are bool, expected a number dtype`);
      return { shape: b ? broadcast(name, a.shape, b.shape) : a.shape, dtype };
    },
    saves: (_, wanted) => (["a", "b"] as const).filter((each) => (["a", "b"] as const).some((of) => wanted(of) && rule.saves?.[of].includes(each))),
    forward: (backend, inputs, { value }, { shape }) => runBinary(backend, rule.kernel ?? (name as BinaryOp), inputs.a, inputs.b ?? value, shape),
    backward: (gradOutput, saved, { value }, specs) => ({
      a: () => sumTo(rule.a(gradOutput, saved.a, specs.b ? saved.b! : value), specs.a.shape),
      b: () => sumTo(rule.b(gradOutput, saved.a, saved.b!), specs.b!.shape),
    }),
  });
  return (a, b) => applyBinary(name, op, a, b);
}

/** A comparison (or a function of bools): bool, no gradient. With `swap` the kernel gets b first: a > b is b < a. */
export function defineComparison(name: string, kernel: BinaryOp, { swap = false, bools = false } = {}): (a: Operand, b: Operand) => Tensor {
  const op = defineOp<BinaryInputs, BinaryAttributes>({
    name,
    infer: ({ a, b }, { value }) => {
      const dtype = checkOperands(name, a, b, value);
      if (bools && dtype !== "bool") throw new DTypeError(`${name}: inputs are ${dtype}, expected bool`);
      return { shape: b ? broadcast(name, a.shape, b.shape) : a.shape, dtype: "bool" };
    },
    forward: (backend, { a, b }, { value }, { shape }) => {
      if (!swap) return runBinary(backend, kernel, a, b ?? value, shape);
      if (b) return runBinary(backend, kernel, b, a, shape);
      return withScratch(backend, (keep) => runBinary(backend, kernel, { storage: keep(backend.fill(1, value, a.storage.dtype)), layout: dense([]) }, a, shape));
    },
  });
  return (a, b) => applyBinary(name, op, a, b);
}

function applyBinary(name: string, op: (inputs: BinaryInputs, attributes: BinaryAttributes) => Tensor, a: Operand, b: Operand): Tensor {
  checkOperand(name, a, "a");
  checkOperand(name, b, "b");
  if (typeof a === "number") {
    if (typeof b === "number") throw new ArgumentError(`${name}: both operands are numbers, expected a Tensor`);
    checkNumber(name, a, b.dtype);
    const scalar = filled(name, b.backend, [], a, b.dtype);
    const result = op({ a: scalar, b }, { value: 0 });
    scalar.dispose(name);
    return result;
  }
  return typeof b === "number" ? op({ a, b: null }, { value: b }) : op({ a, b }, { value: 0 });
}

function checkOperands(name: string, a: Tensor, b: Tensor | null, value: number): DType {
  if (b) return checkSameDType(name, { a, b });
  checkNumber(name, value, a.dtype);
  return a.dtype;
}

function runBinary(backend: Backend, kernel: BinaryOp, a: View, b: View | number, shape: Shape) {
  const expand = (view: View): View => ({ storage: view.storage, layout: expandLayout(view.layout, shape) });
  return backend.binary(kernel, expand(a), typeof b === "number" ? b : expand(b));
}
