import type { Model } from "./models/model.js";

/** Float32 values in row-major order. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Windows of convolutions and pools: square, the same on both axes. */
export interface Geometry {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly groups: number;
}

/** Inputs → outputs of every operation, by name. Layouts are PyTorch's: NCHW, OIHW; gradients come from the forward pass and `gradOutput`. */
export const operations = {
  conv2d: { inputs: ["input", "weight"], outputs: ["output"] },
  conv2dGradInput: { inputs: ["input", "weight", "gradOutput"], outputs: ["gradInput"] },     // of `input` only the shape counts
  conv2dGradWeight: { inputs: ["input", "weight", "gradOutput"], outputs: ["gradWeight"] },   // of `weight` only the shape counts
  matmul: { inputs: ["left", "right"], outputs: ["output"] },                                 // [M, K] × [K, N], or a batch of both
  linear: { inputs: ["input", "weight"], outputs: ["output"] },                               // [N, in] × [out, in]ᵀ
  linearGradWeight: { inputs: ["gradOutput", "input"], outputs: ["gradWeight"] },             // [N, out]ᵀ × [N, in]
  maxPool2d: { inputs: ["input"], outputs: ["output"] },
  avgPool2d: { inputs: ["input"], outputs: ["output"] },
  maxPool2dBoth: { inputs: ["input", "gradOutput"], outputs: ["gradInput"] },                 // forward and backward
  avgPool2dBoth: { inputs: ["input", "gradOutput"], outputs: ["gradInput"] },
  batchNormBoth: { inputs: ["input", "weight", "bias", "gradOutput"], outputs: ["gradInput", "gradWeight", "gradBias"] },
  add: { inputs: ["left", "right"], outputs: ["output"] },
  relu: { inputs: ["input"], outputs: ["output"] },
  half: { inputs: ["input"], outputs: ["output"] },                                           // input · 0.5
  exp: { inputs: ["input"], outputs: ["output"] },
  sum: { inputs: ["input"], outputs: ["output"] },                                            // of all elements
  sumChannels: { inputs: ["input"], outputs: ["output"] },                                    // [N, C, H, W] → [C]
  addOneOften: { inputs: ["input"], outputs: ["output"] },                                    // input + 1 + 1 …, on the tape
} as const;

export type Operation = keyof typeof operations;

/** How often `addOneOften` adds. */
export const additions = 1000;

/** One operation. */
export interface OperationWorkload {
  readonly kind: "operation";
  readonly operation: Operation;
  /** In the order of `operations`. */
  readonly inputs: readonly Values[];
  readonly geometry: Geometry;
}

/** One step of SGD on one batch: forward, cross-entropy, backward, update. */
export interface TrainingWorkload {
  readonly kind: "trainingStep";
  readonly model: Model;
  readonly images: Values;
  readonly labels: Int32Array;
  /** The weights before the first step, by PyTorch's keys. */
  readonly state: Readonly<Record<string, Values>>;
  readonly lr: number;
}

/** The slides' CNN from the same weights over all training images of MNIST once, then the test images. */
export interface EpochWorkload {
  readonly kind: "epoch";
  readonly model: Model;
  readonly state: Readonly<Record<string, Values>>;
  readonly batchSize: number;
  readonly lr: number;
}

/** A backend in a fresh process, from its import to its first result. */
export interface StartUpWorkload {
  readonly kind: "startUp";
}

export type Workload = OperationWorkload | TrainingWorkload | EpochWorkload | StartUpWorkload;

/** What a workload computed, in PyTorch's layouts: the outputs by name; `loss` and every weight after the step; or the `accuracy` on the test images. */
export type Results = Readonly<Record<string, Float32Array>>;

/** What a run is measured in: its amount of work, which divided by the time is a speed. */
export interface Work {
  readonly unit: "GFLOP/s" | "GB/s" | "calls/s" | "images/s";
  /** Floating-point operations (a multiply and an add are two), bytes that must move at least, calls or images. */
  readonly amount: number;
}

/** A line of the benchmark. */
export interface Row {
  readonly id: string;
  /** The work in words, for the reader of the table. */
  readonly about: string;
  readonly work: Work;
  /** Rounds of every subject at least, where its share of time allows (measure.ts); default 10. */
  readonly rounds?: number;
  /** Calls between two waits at most (measure.ts); 1 where the wait is what is measured. */
  readonly mostCalls?: number;
  /** Milliseconds that each subject runs before it is timed; default 300. */
  readonly warmUp?: number;
  /** Only when `--only` names it; for rows that take minutes. */
  readonly onRequest?: boolean;
  /** Made when it is needed; the same numbers every time. */
  workload(): Workload | Promise<Workload>;
}
