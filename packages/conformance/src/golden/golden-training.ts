import { initialisation } from "./data/initialisation.js";
import { optimizers } from "./data/optimizers.js";
import { training } from "./data/training.js";
import type { GoldenOutput, GoldenValue } from "./golden.js";
import { parseLines } from "./parse-lines.js";

interface OptimizerRun {
  readonly optimizer: "SGD" | "Adam" | "AdamW";
  readonly options: Readonly<Record<string, GoldenValue>>;
  readonly snippet: string;
}

/** Parameters after each step, `[step][parameter][element]`, in the precision named. */
export interface GoldenOptimizerCase extends OptimizerRun {
  readonly name: string;
  readonly float32: readonly (readonly (readonly number[])[])[];
  readonly float64: readonly (readonly (readonly number[])[])[];
}

export interface GoldenOptimizers {
  readonly torch: string;
  readonly shapes: readonly (readonly number[])[];
  /** `[parameter][element]`, the same start for every case. */
  readonly parameters: readonly (readonly number[])[];
  /** `[step][parameter][element]`, the same gradients for every case. */
  readonly gradients: readonly (readonly (readonly number[])[])[];
  readonly cases: readonly GoldenOptimizerCase[];
}

/** Steps of SGD, Adam and AdamW on two small parameters with given gradients. */
export function goldenOptimizers(): GoldenOptimizers {
  const [header, shared, ...cases] = parseLines(optimizers);
  return { ...(header as object), ...(shared as object), cases } as unknown as GoldenOptimizers;
}

/** A loss before each step and a state dict (flat values) after each step. */
export interface GoldenTrace {
  readonly losses: readonly number[];
  readonly after: readonly Readonly<Record<string, readonly number[]>>[];
}

export interface GoldenTrainingRun extends OptimizerRun {
  readonly float32: GoldenTrace;
  readonly float64: GoldenTrace;
}

export interface GoldenTraining {
  readonly torch: string;
  /** The nn.Sequential as PyTorch writes it; the loss is crossEntropy. */
  readonly model: string;
  readonly step: string;
  readonly inputShape: readonly number[];
  readonly initial: Readonly<Record<string, Pick<GoldenOutput, "shape" | "data">>>;
  readonly batches: readonly { readonly input: readonly number[]; readonly target: readonly number[] }[];
  readonly runs: readonly GoldenTrainingRun[];
}

/** Training steps of a small CNN, state-dict keys as PyTorch's. */
export function goldenTraining(): GoldenTraining {
  const [header, initial, batches, ...runs] = parseLines(training);
  return { ...(header as object), initial, batches, runs } as unknown as GoldenTraining;
}

export type GoldenInitialValue =
  | { readonly shape: readonly number[]; readonly distribution: "constant"; readonly value: number }
  | {
    readonly shape: readonly number[];
    readonly distribution: "uniform";
    /** Drawn from [-bound, bound); the formula in our words. */
    readonly formula: string;
    readonly bound: number;
    readonly seenMin: number;
    readonly seenMax: number;
    readonly seenStd: number;
  };

export interface GoldenInitialisation {
  readonly snippet: string;
  readonly state: Readonly<Record<string, GoldenInitialValue>>;
}

/** What PyTorch's layers start with. */
export function goldenInitialisation(): GoldenInitialisation[] {
  return parseLines(initialisation).slice(1) as GoldenInitialisation[];
}
