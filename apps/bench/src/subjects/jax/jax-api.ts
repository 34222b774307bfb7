/** The part of @jax-js/jax 0.1.25 that the benchmark uses. A call takes its arguments over and frees them; `x.ref` is for using x again. */
export interface JaxArray {
  readonly shape: readonly number[];
  readonly ref: JaxArray;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  sum(axes?: number | readonly number[]): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  data(): Promise<Float32Array>;
  dispose(): void;
}

/** An array, or arrays in lists and records. */
export type JaxTree = JaxArray | readonly JaxTree[] | { readonly [key: string]: JaxTree };

type Pairs = readonly (readonly [number, number])[];
type Reduction = (input: JaxArray, axes?: number | readonly number[], options?: { readonly keepdims: boolean }) => JaxArray;

/** Compiled; `dispose` frees what it captured. */
export type Compiled<Args extends readonly JaxTree[], Output extends JaxTree> = ((...inputs: Args) => Output) & { dispose(): void };

export interface Jax {
  init(device: "wasm"): Promise<readonly string[]>;
  defaultDevice(device: "wasm"): string;
  blockUntilReady(tree: JaxTree): Promise<unknown>;
  jit<Args extends readonly JaxTree[], Output extends JaxTree>(body: (...inputs: Args) => Output): Compiled<Args, Output>;
  /** [output, gradients of the inputs for the output's gradient] */
  vjp(body: (...inputs: JaxArray[]) => JaxArray, inputs: readonly JaxArray[]): readonly [JaxArray, (gradOutput: JaxArray) => readonly JaxArray[]];
  /** [output, gradient of the first input] */
  valueAndGrad<T extends JaxTree>(body: (first: T, ...rest: JaxArray[]) => JaxArray): (first: T, ...rest: JaxArray[]) => readonly [JaxArray, T];
  readonly tree: {
    ref<T extends JaxTree>(tree: T): T;
    dispose(tree: JaxTree): void;
    map<T extends JaxTree>(body: (...leaves: JaxArray[]) => JaxArray, ...trees: T[]): T;
  };
  readonly numpy: {
    array(values: Float32Array | Int32Array): JaxArray;
    matmul(left: JaxArray, right: JaxArray): JaxArray;
    transpose(input: JaxArray): JaxArray;
    exp(input: JaxArray): JaxArray;
    sqrt(input: JaxArray): JaxArray;
    reciprocal(input: JaxArray): JaxArray;
    pad(input: JaxArray, width: Pairs | { readonly [axis: number]: readonly [number, number] }): JaxArray;
    readonly max: Reduction;
    readonly mean: Reduction;
  };
  readonly nn: {
    relu(input: JaxArray): JaxArray;
    logSoftmax(input: JaxArray): JaxArray;
    oneHot(indices: JaxArray, classes: number): JaxArray;
  };
  readonly lax: {
    convGeneralDilated(
      input: JaxArray, weight: JaxArray, strides: readonly number[], padding: Pairs, options: { readonly featureGroupCount: number },
    ): JaxArray;
    reduceWindow(input: JaxArray, reduce: Reduction, size: readonly number[], strides: readonly number[]): JaxArray;
  };
}
