import { grad, gradCheck, tensor, useBackend, type Backend, type Tensor, type TypedArray } from "@convoke/core";
import { sizeOf } from "../oracle/dense.js";
import { naiveBackend } from "../reference/naive-backend.js";
import { dtypeOf, exactOutputs, outputsOf } from "../suite/apply.js";
import { unitOf, type Check, type CheckContext, type FloatDType, type Outcome } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";
import { runRandom } from "../suite/random.js";
import { growthOf } from "../suite/bound-watch.js";
import { mapOperands, operandsOf, type Args, type Operand, type OpSpec } from "../suite/spec.js";
import { gamma } from "../suite/tolerance.js";

const epsilon = 1e-4;
const largest = 160;

/** Is the rule right, and does every backend apply it alike? */
export function gradientChecks(spec: OpSpec): Check[] {
  if ("none" in spec.gradients) return [];
  const points = spec.smooth ?? spec.arbitrary;
  const check = (name: string, share: number, run: (args: Args, context: CheckContext) => Promise<number>): Check => ({
    op: spec.name,
    layer: "gradients",
    name,
    run: (context) => runRandom(points.filter(isSmall), context, Math.max(2, Math.ceil(context.runs * share)), (args) => {
      context.watch?.reset();
      return run(args, context);
    }),
  });
  return [
    check("first order against the oracle", 0.2, (args, context) => againstOracle(spec, args, context)),
    check("second order by differences", 0.12, (args, context) => secondOrder(spec, args, context)),
    check("both orders against the reference", 0.2, (args, context) => againstReference(spec, args, context)),
    { op: spec.name, layer: "gradients", name: "each input alone, samples", run: (context) => eachAlone(spec, context) },
  ];
}

function isSmall(args: Args): boolean {
  const operands = operandsOf(args);
  return operands.every(({ data }) => data.length <= largest) && operands.some(({ data }) => data.length > 0);
}

/** The call with tensors that require gradients where the spec says so, or those of `names` only. */
function call(
  spec: OpSpec,
  args: Args,
  backend: Backend,
  dtype: FloatDType,
  { replace, names = spec.gradients as readonly string[] }: { replace?: readonly (Tensor | undefined)[]; names?: readonly string[] } = {},
): { outputs: Tensor[]; inputs: Tensor[] } {
  const inputs: Tensor[] = [];
  const mapped = mapOperands(args, (operand, i) => {
    const differentiable = names.includes(nameOf(spec, i)) && isFloatOperand(operand);
    const made = replace?.[i] ?? tensor(Array.from(operand.data), { shape: operand.shape, dtype: dtypeOf(operand, { dtype }), backend, requiresGrad: differentiable });
    if (differentiable) inputs.push(made);
    return made;
  });
  using _ = useBackend(backend);
  return { outputs: outputsOf(spec.op(...(mapped as never[]))).filter((output) => output.requiresGrad), inputs };
}

function isFloatOperand({ dtype }: Operand): boolean {
  return dtype === undefined || dtype === "float32";
}

/** A list of tensors (cat, stack) shares one name: `tensors`. */
function nameOf(spec: OpSpec, i: number): string {
  return spec.inputs[Math.min(i, spec.inputs.length - 1)]!;
}

/** A fixed cotangent in ±[½, 1). */
function cotangent(size: number, seed: number): number[] {
  return Array.from({ length: size }, (_, i) => {
    const mixed = Math.imul((seed ^ 0x2545f491) + Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
    return (mixed & 1 ? 1 : -1) * (0.5 + Math.floor(mixed / 512) / 2 ** 24);
  });
}

function seeds(outputs: readonly Tensor[], seed: number, requiresGrad = false): Tensor[] {
  return outputs.map((output, i) => tensor(cotangent(output.size, seed + i), { shape: output.shape, dtype: output.dtype, backend: output.backend, requiresGrad }));
}

/** Σ cotangent · oracle, whose central differences the gradients must equal: the rule judged by the definition itself, in f64. */
async function againstOracle(spec: OpSpec, args: Args, context: CheckContext): Promise<number> {
  const { outputs, inputs } = call(spec, args, context.backend, context.dtype);
  if (outputs.length === 0) return 0;
  const gradients = grad(outputs, inputs, { gradOutputs: seeds(outputs, context.seed), allowUnused: true });
  const weights = outputs.map((output, i) => cotangent(output.size, context.seed + i));
  const loss = (moved: Args): number => {
    let sum = 0;
    exactOutputs(spec, moved).slice(0, weights.length).forEach(({ data }, k) => data.forEach((value, i) => (sum += value * weights[k]![i]!)));
    return sum;
  };
  const positions = operandsOf(args).flatMap((operand, i) => ((spec.gradients as readonly string[]).includes(nameOf(spec, i)) && isFloatOperand(operand) ? [i] : []));
  let worst = 0;
  for (const [k, position] of positions.entries()) {
    const operand = operandsOf(args)[position]!;
    const actual = gradients[k] ? await gradients[k].data() : new Float64Array(operand.data.length);
    const scale = Math.max(1, ...Array.from(actual, Math.abs));
    for (let at = 0; at < operand.data.length; at++) {
      const difference = (loss(nudge(args, position, at, epsilon)) - loss(nudge(args, position, at, -epsilon))) / (2 * epsilon);
      // A difference loses the digits that the loss has before the comma.
      const allowed = (context.dtype === "float64" ? 1e-6 : 1e-4) * scale * growthOf(context.watch) + (Math.abs(loss(args)) * 1e-15) / epsilon + 1e-6;
      worst = Math.max(worst, expectWithin(`gradient of ${nameOf(spec, position)} at ${at}`, actual[at]!, difference, allowed));
    }
  }
  return worst;
}

function nudge(args: Args, position: number, at: number, by: number): Args {
  return mapOperands(args, (operand, i) => (i === position ? { ...operand, data: Array.from(operand.data).with(at, operand.data[at]! + by) } : operand));
}

/** The gradient of the gradient, by differences of the gradient itself; needs float64. */
async function secondOrder(spec: OpSpec, args: Args, context: CheckContext): Promise<number> {
  if (context.dtype !== "float64") return 0;
  const { outputs, inputs } = call(spec, args, context.backend, "float64");
  if (outputs.length === 0) return 0;
  const slots: number[] = [];
  operandsOf(args).forEach((operand, i) => {
    if ((spec.gradients as readonly string[]).includes(nameOf(spec, i)) && isFloatOperand(operand)) slots.push(i);
  });
  const active = slots.map((slot, k) => ({ slot, input: inputs[k]! })).filter(({ input }) => input.size > 0 && input.size <= 40);
  if (active.length === 0) return 0;
  const first = (...moved: Tensor[]): Tensor => {
    const replace: (Tensor | undefined)[] = [];
    active.forEach(({ slot }, k) => (replace[slot] = moved[k]));
    const again = call(spec, args, context.backend, "float64", { replace });
    const gradients = grad(again.outputs, moved, { gradOutputs: seeds(again.outputs, context.seed), createGraph: true, allowUnused: true });
    const parts = gradients.flatMap((gradient, k) => (gradient ? [gradient.mul(1 + k / 8).sum()] : []));
    return parts.reduce((total, part) => total.add(part), moved[0]!.sum().mul(0));
  };
  return (await gradCheck(first, active.map(({ input }) => input), { seed: context.seed, tolerance: 2e-5 })) / 2e-5;
}

/** First gradients, alone and as part of a graph, and second ones on this backend, against those of a graph on the naive one in float64. */
async function againstReference(spec: OpSpec, args: Args, context: CheckContext): Promise<number> {
  const measure = async (backend: Backend, dtype: FloatDType) => {
    const { outputs, inputs } = call(spec, args, backend, dtype);
    if (outputs.length === 0) return { alone: [], first: [], second: [] };
    const cotangents = seeds(outputs, context.seed, true);
    const alone = grad(outputs, inputs, { gradOutputs: cotangents, retainGraph: true, allowUnused: true });
    const first = grad(outputs, inputs, { gradOutputs: cotangents, createGraph: true, allowUnused: true });
    const differentiable = first.filter((gradient): gradient is Tensor => gradient !== null && gradient.requiresGrad);
    const targets = [...inputs, ...cotangents];
    const second = differentiable.length === 0 ? [] : grad(differentiable, targets, { gradOutputs: seeds(differentiable, context.seed + 7), allowUnused: true });
    const read = (gradients: readonly (Tensor | null)[]) => Promise.all(gradients.map((gradient) => gradient?.data() ?? null));
    return { alone: await read(alone), first: await read(first), second: await read(second) };
  };
  const actual = await measure(context.backend, context.dtype);
  const expected = await measure(reference, "float64");
  const compare = comparer(args, context);
  return Math.max(
    compare("gradient", actual.alone, expected.first),
    compare("gradient of a graph", actual.first, expected.first),
    compare("second gradient", actual.second, expected.second),
  );
}

/** What is needed for one input's gradient must not hang on whether another one's is wanted: on the samples, those that a gradient layer can judge. */
async function eachAlone(spec: OpSpec, context: CheckContext): Promise<Outcome> {
  const outcome = { cases: 0, worst: 0 };
  for (const [sample, args] of Object.entries(spec.samples)) {
    if (!isSmall(args) || !operandsOf(args).every(({ data }) => Array.from(data).every(Number.isFinite))) continue;
    for (const name of spec.gradients as readonly string[]) {
      const gradientsOf = async (backend: Backend, dtype: FloatDType) => {
        const { outputs, inputs } = call(spec, args, backend, dtype, { names: [name] });
        if (outputs.length === 0) return [];
        const gradients = grad(outputs, inputs, { gradOutputs: seeds(outputs, context.seed), createGraph: backend === reference, allowUnused: true });
        return Promise.all(gradients.map((gradient) => gradient?.data() ?? null));
      };
      const expected = await gradientsOf(reference, "float64");
      if (!expected.every((values) => values === null || values.every((value) => Number.isFinite(Math.fround(value))))) continue;
      context.watch?.reset();
      const actual = await gradientsOf(context.backend, context.dtype);
      outcome.worst = Math.max(outcome.worst, comparer(args, context)(`sample "${sample}": gradient of ${name}`, actual, expected));
      outcome.cases++;
    }
  }
  return outcome;
}

type Values = readonly (TypedArray | null)[];

/** Compares lists of gradients within γ(terms) · their greatest value · that of the inputs; gives the worst share of it. */
function comparer(args: Args, context: CheckContext): (what: string, actual: Values, expected: Values) => number {
  const terms = 32 + Math.max(...operandsOf(args).map(({ shape }) => sizeOf(shape)));
  const scaleOfInputs = Math.max(1, ...operandsOf(args).flatMap(({ data }) => Array.from(data, Math.abs)));
  return (what, actual, expected) => {
    let worst = 0;
    for (const [i, values] of expected.entries()) {
      const found = actual[i];
      if (values === null || !found) continue;
      const scale = Math.max(1, ...Array.from(values, Math.abs));
      const strict = gamma(terms, unitOf[context.dtype]) * scale * scaleOfInputs * growthOf(context.watch);
      const allowed = context.backend.capabilities.strictFloat ? strict : strict + 2e-5 * scale;
      for (let at = 0; at < values.length; at++) worst = Math.max(worst, expectWithin(`${what} ${i} at ${at}`, found[at]!, values[at]!, allowed));
    }
    return worst;
  };
}

const reference = naiveBackend();

function expectWithin(what: string, actual: number, expected: number, allowed: number): number {
  if (actual === expected || (Number.isNaN(actual) && Number.isNaN(expected))) return 0;
  const error = Math.abs(actual - expected);
  if (!(error <= allowed)) throw new ConformanceFailure(`${what}: got ${actual}, expected ${expected}, error ${error.toExponential(1)}, allowed ${allowed.toExponential(1)}`);
  return error / allowed;
}
