import * as core from "@convoke/core";
import type { Backend, DType, Tensor } from "@convoke/core";
import type { Check } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";
import { growthOf } from "../suite/bound-watch.js";
import { goldenArguments, goldenCases, type GoldenCase, type GoldenGradients, type GoldenInput, type GoldenOutput } from "../golden/golden.js";

const tolerances = { float32: 2e-6, float64: 1e-10 } as const;

/** Did we share a misunderstanding? PyTorch's numbers, gradients and second derivatives. */
export function goldenChecks(op: string): Check[] {
  return goldenCases(op === "variance" ? "var" : op).map((golden): Check => ({
    op,
    layer: "golden",
    name: golden.name,
    run: async ({ backend, dtype, watch }) => {
      if (!dtypesOf(golden, dtype).every((each) => backend.capabilities.dtypes.has(each))) return { cases: 0, worst: 0 };
      if (looksAtValues(golden) && !backend.capabilities.syncRead) return { cases: 0, worst: 0 };
      const loose = backend.capabilities.strictFloat ? 1 : 10;
      watch?.reset();
      const { worst, mismatch } = await replayGolden(golden, backend, dtype, tolerances[dtype] * loose);
      const growth = growthOf(watch);
      if (mismatch && !(worst <= growth)) {
        const { what, at, actual, expected } = mismatch;
        throw new ConformanceFailure(`${what} at ${at}: got ${actual}, expected ${expected} (${golden.snippet})`);
      }
      return { cases: 1, worst: worst / growth };
    },
  }));
}

/** Whether the shape of the result depends on values, which have to be read at once. */
const looksAtValues = ({ op, attributes }: GoldenCase): boolean => op === "oneHot" && !("numClasses" in attributes);

type FloatDType = "float32" | "float64";

/** What a backend must hold for a case to apply: a cast to float64 does not, where there is no float64. */
const dtypesOf = (golden: GoldenCase, dtype: FloatDType): DType[] => [...golden.inputs, ...golden.outputs].flatMap((each) => (each ? [dtypeIn(golden, each.dtype, dtype)] : []));

/** Golden float32 stands for the dtype under test, unless the case is about dtypes. */
const dtypeIn = (golden: GoldenCase, given: DType, dtype: FloatDType): DType => (given === "float32" && !statesDType.has(golden.op) ? dtype : given);

type AnyOp = (...args: unknown[]) => Tensor | Tensor[] | { output: Tensor; indices: Tensor };

/** Where a value of our own left the golden one. */
export interface GoldenMismatch {
  readonly what: string;
  readonly at: number;
  readonly actual: number;
  readonly expected: number;
}

/** Replays one golden case: outputs, gradients and second derivatives. Returns the worst error as a share of `tolerance`. */
export async function replayGolden(golden: GoldenCase, backend: Backend, dtype: FloatDType, tolerance: number): Promise<{ worst: number; mismatch: GoldenMismatch | null }> {
  const made = new Map<string, Tensor>();
  const floatOf = (given: DType): DType => dtypeIn(golden, given, dtype);
  const make = (input: GoldenInput): Tensor => {
    const differentiable = golden.gradients !== undefined && input.name in golden.gradients;
    const plain = core.tensor(input.data.slice(), { shape: input.shape, dtype: floatOf(input.dtype), backend, requiresGrad: differentiable });
    const tensor = golden.updates?.includes(input.name) ? new core.Buffer(plain) : plain;
    made.set(input.name, tensor);
    return tensor;
  };
  using _ = core.useBackend(backend);
  const args = goldenArguments(golden, make);
  if (isCreation(golden)) withDType(args, golden, floatOf);
  const op = (core as unknown as Record<string, AnyOp>)[golden.op === "var" ? "variance" : golden.op]!;
  const result = op(...args);
  const outputs = [...(Array.isArray(result) ? result : "output" in result ? [result.output, result.indices] : [result])];
  for (const name of golden.updates ?? []) outputs.push(made.get(name)!);
  const compare = new Comparison(tolerance);
  for (const [i, expected] of golden.outputs.entries()) await compare.output(`output ${i}`, outputs[i]!, expected, floatOf(expected.dtype));
  if (golden.gradients && golden.gradOutput) await compareGradients(golden, outputs, made, compare);
  return { worst: compare.worst, mismatch: compare.mismatch };
}

async function compareGradients(golden: GoldenCase, outputs: Tensor[], made: Map<string, Tensor>, compare: Comparison): Promise<void> {
  const names = Object.keys(golden.gradients!);
  const inputs = names.map((name) => made.get(name)!);
  const differentiable = outputs.filter((output) => output.requiresGrad);
  let at = 0;
  const gradOutputs = differentiable.map((output) => {
    const part = core.tensor(golden.gradOutput!.slice(at, (at += output.size)), { shape: output.shape, dtype: output.dtype, requiresGrad: golden.second !== undefined });
    return part;
  });
  const gradients = core.grad(differentiable, inputs, { gradOutputs, createGraph: golden.second !== undefined, allowUnused: true });
  for (const [i, name] of names.entries()) await compare.values(`gradient of ${name}`, gradients[i]!, golden.gradients![name]!);
  if (golden.second) await compareSecond(golden.second, names, gradients as Tensor[], inputs, gradOutputs, compare);
}

async function compareSecond(
  second: { readonly directions: GoldenGradients; readonly gradients: GoldenGradients },
  names: string[],
  gradients: Tensor[],
  inputs: Tensor[],
  gradOutputs: Tensor[],
  compare: Comparison,
): Promise<void> {
  const directed = names.flatMap((name, i) => (second.directions[name] ? [{ gradient: gradients[i]!, direction: second.directions[name] }] : []));
  const targets = Object.keys(second.gradients);
  const variables = targets.map((target) => (target === "gradOutput" ? gradOutputs[0]! : inputs[names.indexOf(target)]!));
  const active = directed.filter(({ gradient }) => gradient.requiresGrad);
  const results = core.grad(
    active.map(({ gradient }) => gradient),
    variables,
    { gradOutputs: active.map(({ gradient, direction }) => core.tensor(direction.slice(), { shape: gradient.shape, dtype: gradient.dtype })), allowUnused: true },
  );
  for (const [i, target] of targets.entries()) {
    const expected = second.gradients[target]!;
    if (results[i]) await compare.values(`second derivative by ${target}`, results[i], expected);
    else compare.numbers(`second derivative by ${target}`, expected.map(() => 0), expected);
  }
}

/** Ops whose arguments name a dtype: they mean what they say. */
const statesDType = new Set(["cast", "oneHot", "tensor"]);
const creations = new Set(["tensor", "zeros", "ones", "full", "arange", "linspace", "eye", "zerosLike", "onesLike"]);

function isCreation(golden: GoldenCase): boolean {
  return creations.has(golden.op);
}

function withDType(args: unknown[], golden: GoldenCase, floatOf: (dtype: DType) => DType): void {
  const options = args.at(-1);
  if (options instanceof core.Tensor) return;
  if (typeof options === "object" && options !== null && "dtype" in options) args[args.length - 1] = { ...options, dtype: floatOf(options.dtype as DType) };
  else if (golden.inputs.length === 0 && golden.op !== "tensor") args.push({ dtype: floatOf("float32") });
}

class Comparison {
  worst = 0;
  mismatch: GoldenMismatch | null = null;
  readonly tolerance: number;

  constructor(tolerance: number) {
    this.tolerance = tolerance;
  }

  async output(what: string, actual: Tensor, expected: GoldenOutput, dtype: DType): Promise<void> {
    if (String(actual.shape) !== String(expected.shape)) throw new Error(`${what}: shape [${actual.shape.join(", ")}], expected [${expected.shape.join(", ")}]`);
    if (actual.dtype !== dtype) throw new Error(`${what}: dtype ${actual.dtype}, expected ${dtype}`);
    await this.values(what, actual, expected.data);
  }

  async values(what: string, actual: Tensor | null, expected: readonly number[]): Promise<void> {
    this.numbers(what, actual ? Array.from(await actual.data()) : expected.map(() => 0), expected);
  }

  /** Errors count against the greatest magnitude of the expected values: cancellation inside a sum is not an error of the op. */
  numbers(what: string, actual: readonly number[], expected: readonly number[]): void {
    const scale = expected.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1);
    for (const [at, wanted] of expected.entries()) {
      const got = actual[at]!;
      const error = Object.is(got, wanted) || got === wanted || (Number.isNaN(got) && Number.isNaN(wanted)) ? 0 : Math.abs(got - wanted) / scale / this.tolerance;
      const share = Number.isNaN(error) ? Infinity : error;
      if (share > this.worst) this.worst = share;
      if (share > 1) this.mismatch ??= { what, at, actual: got, expected: wanted };
    }
  }
}
