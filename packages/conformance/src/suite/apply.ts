import { tensor, tidy, useBackend, type DType, type Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { CheckContext } from "./check.js";
import { ConformanceFailure, compareElements, type Comparison } from "./failure.js";
import { mapOperands, type Args, type Operand, type OpResult, type OpSpec } from "./spec.js";
import { once } from "./once.js";
import { unitOf } from "./check.js";
import type { Bound } from "./tolerance.js";

/** Makes a tensor of an operand; layouts and gradients use other ways than the dense one. */
export type MakeTensor = (operand: Operand, index: number) => Tensor;

export function denseTensor(context: CheckContext): MakeTensor {
  return (operand) => tensor(Array.from(operand.data, (value) => value), { shape: operand.shape, dtype: dtypeOf(operand, context), backend: context.backend });
}

export function dtypeOf(operand: Operand, { dtype }: Pick<CheckContext, "dtype">): DType {
  return operand.dtype === undefined || operand.dtype === "float32" ? dtype : operand.dtype;
}

/** The outputs of an op as a list. */
export function outputsOf(result: OpResult): readonly Tensor[] {
  if (Array.isArray(result)) return result as readonly Tensor[];
  return "output" in result ? [result.output, result.indices] : [result as Tensor];
}

/** Runs an op and reads all its outputs; nothing stays alive. */
export async function runOp(op: (...args: never[]) => OpResult, args: Args, context: CheckContext, make: MakeTensor = denseTensor(context)): Promise<{ outputs: Dense[]; dtypes: DType[] }> {
  using _ = useBackend(context.backend);
  const results = tidy(() => outputsOf(op(...(mapOperands(args, make) as never[]))));
  const reads = results.map((output) => output.data());
  const dtypes = results.map((output) => output.dtype);
  const shapes = results.map((output) => output.shape);
  for (const output of results) output.dispose();
  const data = await Promise.all(reads);
  return { outputs: data.map((values, i) => ({ shape: shapes[i]!, data: Array.from(values) })), dtypes };
}

/** The exact outputs, from the oracle. */
export function exactOutputs(spec: OpSpec, args: Args): readonly Dense[] {
  const exact = (spec.oracle as (...args: Args) => Dense | readonly Dense[])(...args);
  return Array.isArray(exact) ? (exact as readonly Dense[]) : [exact as Dense];
}

/** A sample runs in many layouts and dtypes; its exact outputs are the same. */
const exactOf = once((spec: OpSpec) => once((args: Args) => exactOutputs(spec, args)));

/** Runs one case against the oracle; throws with the first difference. Returns the worst share of the bound. */
export async function compareWithOracle(spec: OpSpec, args: Args, context: CheckContext, make?: MakeTensor): Promise<number> {
  const exact = exactOf(spec)(args);
  context.watch?.reset();
  const { outputs, dtypes } = await runOp(spec.op, args, context, make);
  const allowed = boundOf(spec, context)({ args, exact, unit: unitOf[context.dtype], strictFloat: context.backend.capabilities.strictFloat });
  if (outputs.length !== exact.length) throw new ConformanceFailure(`${outputs.length} outputs, expected ${exact.length}`);
  let worst = 0;
  for (const [i, output] of outputs.entries()) {
    if (String(output.shape) !== String(exact[i]!.shape)) {
      throw new ConformanceFailure(`output ${i} has shape [${output.shape.join(", ")}], expected [${exact[i]!.shape.join(", ")}]`);
    }
    const comparison: Comparison = compareElements(output.data, exact[i]!, (element) => allowed(i, element), rounding(dtypes[i]!));
    if (comparison.message) throw new ConformanceFailure(comparison.message);
    worst = Math.max(worst, comparison.worst);
  }
  return worst;
}

/** The spec's bound, or the largest of those that the backend states for what has just run. */
function boundOf(spec: OpSpec, { watch }: CheckContext): Bound {
  const stated = (watch?.used() ?? []).flatMap(({ ops }) => ops[spec.name] ?? []);
  return (bound) => {
    const all = [spec.bound, ...stated].map((each) => each(bound));
    return (output, element) => Math.max(...all.map((allowed) => allowed(output, element)));
  };
}

/** How a dtype rounds an exact value: so that an overflow to Infinity is no error. */
export function rounding(dtype: DType): (value: number) => number {
  return dtype === "float32" ? Math.fround : (value) => value;
}
