/** Float32 values in row-major order. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A 3×3 convolution with stride 1 and padding 1, or one of its gradients. NCHW and OIHW, as in PyTorch. */
export interface Conv2dWorkload {
  readonly kind: "conv2d" | "conv2dGradInput" | "conv2dGradWeight";
  readonly input: Values;
  readonly weight: Values;
  readonly gradOutput: Values;
}

/** left [M, K] × right [K, N] */
export interface MatmulWorkload {
  readonly kind: "matmul";
  readonly left: Values;
  readonly right: Values;
}

/** One step of SGD on one batch: forward, cross-entropy, backward, update. */
export interface TrainingWorkload {
  readonly kind: "trainingStep";
  readonly images: Values;
  readonly labels: Int32Array;
  /** The weights before the first step, by PyTorch's keys. */
  readonly state: Readonly<Record<string, Values>>;
  readonly lr: number;
}

export type Workload = Conv2dWorkload | MatmulWorkload | TrainingWorkload;

/** What a workload computed, in PyTorch's layouts: `output`; or `loss` and every weight after the step. */
export type Results = Readonly<Record<string, Float32Array>>;

/** A line of the benchmark. */
export interface Row {
  readonly id: string;
  /** Floating-point operations of one run: a multiply and an add are two. */
  readonly flop: number;
  /** Made when it is needed; the same numbers every time. */
  workload(): Workload;
}
