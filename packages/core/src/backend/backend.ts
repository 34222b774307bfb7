/**
 * The backend contract: four storage methods, eight required kernels, and derived kernels that a backend overrides for speed, never for existence.
 *
 * Kernels run as if in call order, are pure, return at once, and hand over fresh dense storage; only `read` and `flush` are asynchronous.
 * Core has validated every shape, dtype and option. The rules of order and ownership are in docs/writing-a-backend.md.
 */
import type { DType, TypedArray } from "./dtype.js";
import type { BatchNormGeometry, ClassGeometry, Conv2dGeometry, CrossEntropyGeometry, Pool2dGeometry } from "./geometry.js";
import type { Layout } from "./layout.js";

/** Memory of a backend; opaque but for these two. */
export interface Storage {
  readonly dtype: DType;
  readonly size: number;
}

/** Elements of a storage under a layout. Kernels that take a `Storage` instead get dense data from offset 0. */
export interface View<S extends Storage = Storage> {
  readonly storage: S;
  readonly layout: Layout;
}

/** Elementwise functions of one operand. isNaN, isFinite and not give bool; floor, ceil, round (half to even) and the rest keep the dtype. */
export const unaryOps = [
  "neg", "abs", "sign", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "reciprocal", "tanh", "sigmoid", "relu",
  "floor", "ceil", "round", "erf", "isNaN", "isFinite", "not",
] as const;
export type UnaryOp = (typeof unaryOps)[number];

/** Elementwise functions of two operands of one dtype. eq … le give bool; and, or, xor take and give bool. */
export const binaryOps = ["add", "sub", "mul", "div", "pow", "max", "min", "eq", "ne", "lt", "le", "and", "or", "xor"] as const;
export type BinaryOp = (typeof binaryOps)[number];

/** Reductions. An empty sum is 0, an empty product 1. argmax takes exactly one axis, gives int32, and the first of equal maxima. */
export type ReduceOp = "sum" | "max" | "min" | "prod" | "argmax";

/** What may be fused behind a product: `activation(output + bias + residual)`. */
export interface Epilogue<S extends Storage = Storage> {
  readonly bias?: S | undefined;
  readonly residual?: S | undefined;
  readonly activation?: Activation | undefined;
}
export type Activation = "relu" | "relu6";

/** g ← g + weightDecay · θ; b ← momentum · b + (1 − dampening) · g (b ← g in the first step); θ ← θ − lr · (g + momentum · b with nesterov, b with momentum, else g) */
export interface SgdStepOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
}

/**
 * m ← beta1 · m + (1 − beta1) · g; v ← beta2 · v + (1 − beta2) · g²; θ ← θ − lr / (1 − beta1ᵗ) · m / (√v / √(1 − beta2ᵗ) + eps), t = step from 1 on.
 *
 * Before: g ← g + weightDecay · θ, or with `decoupled` θ ← (1 − lr · weightDecay) · θ. With maxExpAvgSq, which becomes the greatest v so far, that stands for v.
 */
export interface AdamStepOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly decoupled: boolean;
  readonly step: number;
}

export interface AdamState<S extends Storage = Storage> {
  /** m */
  readonly expAvg: S;
  /** v */
  readonly expAvgSq: S;
  readonly maxExpAvgSq: S | undefined;
}

export interface StorageOps<S extends Storage> {
  /** Copies host data into new storage. */
  write(data: TypedArray, dtype: DType): S;
  /** A fresh copy of the value at this place in the order, whatever happens to the storage afterwards. */
  read(storage: S): Promise<TypedArray>;
  /** Present iff `capabilities.syncRead`. */
  readSync?(storage: S): TypedArray;
  /** Gives the storage back; a later command may reuse it at once. */
  free(storage: S): void;
  /** Resolves when everything enqueued so far has run. */
  flush(): Promise<void>;
  /** Ends the whole backend. */
  dispose(): Promise<void>;
}

export interface RequiredKernels<S extends Storage> {
  /** → [size] */
  fill(size: number, value: number, dtype: DType): S;
  /** Any layout → dense. Casts: float → int truncates, anything → bool is `≠ 0`. */
  copy(x: View<S>, dtype: DType): S;
  /** Writes x into `target` at the layout `at` (same shape as x) and returns it; `target` is donated. */
  updateSlice(target: S, at: Layout, x: View<S>): S;
  unary(op: UnaryOp, x: View<S>, reuse?: S): S;
  /** Equal shapes; broadcasting is stride 0. */
  binary(op: BinaryOp, a: View<S>, b: View<S> | number, reuse?: S): S;
  where(condition: View<S>, a: View<S>, b: View<S>): S;
  /** `axes` are ascending and not empty; the result drops them. */
  reduce(op: ReduceOp, x: View<S>, axes: readonly number[]): S;
  /** [B, M, K] × [B, K, N] → [B, M, N]; any strides. */
  matmul(a: View<S>, b: View<S>): S;
}

export interface DerivedKernels<S extends Storage> {
  /** [M, K] × [N, K]ᵀ → [M, N]; bias [N], residual [M, N]. */
  linear(input: View<S>, weight: View<S>, epilogue?: Epilogue<S>): S;
  /** [N, Cin, H, W] ⋆ [Cout, Cin/groups, kH, kW] → [N, Cout, oH, oW]; bias [Cout]. */
  conv2d(input: S, weight: S, g: Conv2dGeometry, epilogue?: Epilogue<S>): S;
  /** ∂/∂input → [N, Cin, H, W]; also the transposed convolution, hence its epilogue (bias [Cin]). */
  conv2dGradInput(gradOutput: S, weight: S, g: Conv2dGeometry, epilogue?: Epilogue<S>): S;
  /** ∂/∂weight → [Cout, Cin/groups, kH, kW] */
  conv2dGradWeight(gradOutput: S, input: S, g: Conv2dGeometry): S;
  /** `argmax` is the position kh·kW + kw inside the window (an integer dtype); the first maximum in row-major order wins, padding never, NaN always. */
  maxPool2d(input: S, g: Pool2dGeometry, wantArgmax: boolean): { output: S; argmax: S | null };
  /** Adds each gradOutput to the cell that won → [N, C, H, W] */
  maxPool2dGrad(gradOutput: S, argmax: S, g: Pool2dGeometry): S;
  /** Takes from `input` the cells that won → [N, C, oH, oW]; the derivative of maxPool2dGrad. */
  maxPool2dTake(input: S, argmax: S, g: Pool2dGeometry): S;
  /** Sum of the window ÷ averageDivisor → [N, C, oH, oW] */
  avgPool2d(input: S, g: Pool2dGeometry): S;
  avgPool2dGrad(gradOutput: S, g: Pool2dGeometry): S;
  concat(parts: readonly View<S>[], axis: number): S;
  /** output ≤ 0 ? 0 : gradOutput; equal shapes and dtypes. */
  reluGrad(gradOutput: View<S>, output: View<S>): S;
  /** float32 in [0, 1): element i is number counter + i of the stream `key`; the same bits on every backend. */
  uniform(size: number, key: readonly [number, number], counter: number): S;
  /**
   * (input − mean) / √(variance + eps) · weight + bias with the batch's mean and biased variance of each channel [channels], never as E[x²] − E[x]².
   * An absent weight is 1, an absent bias 0.
   */
  batchNorm(input: S, weight: S | undefined, bias: S | undefined, g: BatchNormGeometry): { output: S; mean: S; variance: S };
  /** The same with given statistics, which may be any. */
  batchNormApply(input: S, mean: S, variance: S, weight: S | undefined, bias: S | undefined, g: BatchNormGeometry): S;
  /** The gradients of batchNorm; those of weight and bias [channels] too where these are absent. */
  batchNormGrad(gradOutput: S, input: S, mean: S, variance: S, weight: S | undefined, g: BatchNormGeometry): { gradInput: S; gradWeight: S; gradBias: S };
  /** input − ln Σ e^input over the classes. */
  logSoftmax(input: S, g: ClassGeometry): S;
  /** gradOutput − e^output · Σ gradOutput over the classes. */
  logSoftmaxGrad(gradOutput: S, output: S, g: ClassGeometry): S;
  /**
   * −Σ_c q_c · weight_c · logSoftmax(input)_c → [outer, inner], q_c = (1 − labelSmoothing) · (c = target) + labelSmoothing / classes.
   * target [outer, inner] int32; one that is no class equals none, one that is ignored makes the loss 0. weight [classes], absent: 1.
   * Classes with q_c = 0 count nothing, even where logSoftmax is −Infinity.
   */
  crossEntropy(input: S, target: S, weight: S | undefined, g: CrossEntropyGeometry): S;
  /** gradOutput · (softmax(input) · Σ_c q_c · weight_c − q · weight); 0 where the target is ignored. */
  crossEntropyGrad(gradOutput: S, input: S, target: S, weight: S | undefined, g: CrossEntropyGeometry): S;
  /** A step of SGD. All but the gradient is donated: overwritten and returned, or freed. No momentumBuffer: the first step makes it, if momentum is not 0. */
  sgdStep(parameter: S, gradient: S, momentumBuffer: S | undefined, options: SgdStepOptions): { parameter: S; momentumBuffer: S | undefined };
  /** A step of Adam or AdamW. All but the gradient is donated: overwritten and returned, or freed. maxExpAvgSq is there for amsgrad only. */
  adamStep(parameter: S, gradient: S, state: AdamState<S>, options: AdamStepOptions): AdamState<S> & { parameter: S };
}

export interface Capabilities {
  readonly dtypes: ReadonlySet<DType>;
  /** NaN, ±Infinity and −0 behave as IEEE 754 says. */
  readonly strictFloat: boolean;
  readonly syncRead: boolean;
  /** Storage is ordinary JavaScript memory: the garbage collector reclaims what nobody freed. */
  readonly hostMemory?: boolean;
  /** The largest storage, in elements. */
  readonly maxElements: number;
  readonly maxRank: number;
  /** Integers up to this one are exact in int32 tensors. */
  readonly exactInt: number;
}

/** What really runs: threads, SIMD level, GPU mode, renderer, and why it was picked. */
export type BackendInfo = { readonly name: string } & Readonly<Record<string, string | number | boolean>>;

export interface Backend<S extends Storage = Storage> extends StorageOps<S>, RequiredKernels<S>, DerivedKernels<S> {
  readonly specVersion: 1;
  /** An open set: "cpu", "webgpu", "my-npu". */
  readonly name: string;
  readonly capabilities: Capabilities;
  info(): BackendInfo;
}

/** What a backend author writes: everything but the derived kernels, and any of those. */
export type BackendDefinition<S extends Storage> = Omit<Backend<S>, keyof DerivedKernels<S>> & Partial<DerivedKernels<S>>;
