import { avgPool } from "./data/avg-pool.js";
import { binary } from "./data/binary.js";
import { convolution } from "./data/convolution.js";
import { convolutionGradients } from "./data/convolution-gradients.js";
import { creation } from "./data/creation.js";
import { losses } from "./data/losses.js";
import { matmul } from "./data/matmul.js";
import { maxPool } from "./data/max-pool.js";
import { normalisation } from "./data/normalisation.js";
import { reductions } from "./data/reductions.js";
import { shape } from "./data/shape.js";
import { softmax } from "./data/softmax.js";
import { unary } from "./data/unary.js";
import { parseLines } from "./parse-lines.js";

const families: readonly string[] = [
  creation, unary, binary, reductions, softmax, shape, matmul, convolution, convolutionGradients, maxPool, avgPool, losses, normalisation,
];

export type GoldenDType = "float32" | "float64" | "int32" | "uint8" | "bool";
export type GoldenValue = number | string | boolean | null | readonly GoldenValue[];
/** Flat row-major values under the names of inputs (and of `gradOutput` in second derivatives). */
export type GoldenGradients = Readonly<Record<string, readonly number[]>>;

/** Row-major values; float32 stands for the float dtype under test, bool is 0 or 1. */
export interface GoldenOutput {
  readonly shape: readonly number[];
  readonly dtype: GoldenDType;
  readonly data: readonly number[];
}

export interface GoldenInput extends GoldenOutput {
  readonly name: string;
}

/** One call of an op with PyTorch's results; every field is described in tooling/golden/README.md. */
export interface GoldenCase {
  readonly family: string;
  /** Version of PyTorch that computed the case, in float64 from inputs that are exact in float32. */
  readonly torch: string;
  readonly op: string;
  readonly name: string;
  /** In argument order; null is an absent optional tensor; `tensors.0`, `tensors.1`, … form one list. */
  readonly inputs: readonly (GoldenInput | null)[];
  readonly attributes: Readonly<Record<string, GoldenValue>>;
  /** The op's positional parameters; inputs and attributes that are not among them are options. */
  readonly parameters: readonly string[];
  readonly outputs: readonly GoldenOutput[];
  /** Inputs that the call updates; their new values are the last outputs. */
  readonly updates?: readonly string[];
  /** The cotangent: one flat list over the differentiable outputs in order. */
  readonly gradOutput?: readonly number[];
  readonly gradients?: GoldenGradients;
  /** Gradients of Σ ⟨directions, gradients⟩ with respect to the inputs and gradOutput. */
  readonly second?: { readonly directions: GoldenGradients; readonly gradients: GoldenGradients };
  /** The PyTorch expression that made the outputs. */
  readonly snippet: string;
}

interface Header {
  readonly family: string;
  readonly torch: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
}

/** A case without what its file's header says once. */
type Line = Omit<GoldenCase, "family" | "torch" | "parameters"> & { readonly parameters?: readonly string[] };

let parsed: readonly GoldenCase[] | undefined;

/** Every golden case, or those of one op; parsed when they are first asked for, since a plan of all checks asks once an op. */
export function goldenCases(op?: string): readonly GoldenCase[] {
  parsed ??= families.flatMap((text) => {
    const [{ family, torch, parameters }, ...lines] = parseLines(text) as [Header, ...Line[]];
    return lines.map((line) => ({ family, torch, parameters: parameters[line.op] as readonly string[], ...line }));
  });
  return op === undefined ? parsed : parsed.filter((golden) => golden.op === op);
}

/** The arguments of the case's call: positional ones, then the options object if there is any option. */
export function goldenArguments(golden: GoldenCase, makeTensor: (input: GoldenInput) => unknown): unknown[] {
  const named = new Map<string, unknown>(Object.entries(golden.attributes));
  for (const [index, input] of golden.inputs.entries()) {
    if (input === null) {
      named.set(golden.parameters[index] as string, null);
    } else if (input.name.startsWith("tensors.")) {
      named.set("tensors", [...((named.get("tensors") as unknown[] | undefined) ?? []), makeTensor(input)]);
    } else {
      named.set(input.name, makeTensor(input));
    }
  }
  const positional: unknown[] = [];
  for (const parameter of golden.parameters) {
    const spread = parameter.startsWith("...");
    const name = spread ? parameter.slice(3) : parameter;
    positional.push(...(spread ? (named.get(name) as unknown[]) : [named.get(name)]));
    named.delete(name);
  }
  if (named.size > 0) return [...positional, Object.fromEntries(named)];
  while (positional.at(-1) === undefined && positional.length > 0) positional.pop();
  return positional;
}
