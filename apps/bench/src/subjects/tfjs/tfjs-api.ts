/** The part of TensorFlow.js 4.22 that the benchmark uses: the packages are there only while it runs, and so are their types. */
export interface TfTensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface TfVariable extends TfTensor {
  readonly name: string;
}

/** `pad` is the same on all four sides. */
type Pad = number;
type Pair = readonly [number, number];

export interface Tfjs {
  readonly version_core: string;
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): TfTensor;
  tensor1d(values: Int32Array, dtype: "int32"): TfTensor;
  variable(initial: TfTensor, trainable: boolean, name: string): TfVariable;
  oneHot(indices: TfTensor, depth: number): TfTensor;
  reshape(tensor: TfTensor, shape: readonly number[]): TfTensor;
  transpose(tensor: TfTensor, order?: readonly number[]): TfTensor;
  tidy<T>(body: () => T): T;
  conv2d(input: TfTensor, filter: TfTensor, strides: Pair, pad: Pad, dataFormat: "NHWC", dilations: Pair, rounding: "floor"): TfTensor;
  depthwiseConv2d(input: TfTensor, filter: TfTensor, strides: Pair, pad: Pad, dataFormat: "NHWC", dilations: Pair, rounding: "floor"): TfTensor;
  maxPool(input: TfTensor, size: Pair, strides: Pair, pad: Pad, rounding: "floor"): TfTensor;
  avgPool(input: TfTensor, size: Pair, strides: Pair, pad: Pad, rounding: "floor"): TfTensor;
  moments(input: TfTensor, axes: readonly number[]): { readonly mean: TfTensor; readonly variance: TfTensor };
  batchNorm(input: TfTensor, mean: TfTensor, variance: TfTensor, offset: TfTensor, scale: TfTensor, epsilon: number): TfTensor;
  matMul(left: TfTensor, right: TfTensor, transposeLeft?: boolean, transposeRight?: boolean): TfTensor;
  add(left: TfTensor, right: TfTensor): TfTensor;
  mul(left: TfTensor, right: TfTensor | number): TfTensor;
  relu(input: TfTensor): TfTensor;
  exp(input: TfTensor): TfTensor;
  sum(input: TfTensor, axes?: readonly number[]): TfTensor;
  mean(input: TfTensor, axes?: readonly number[]): TfTensor;
  grads(body: (...inputs: TfTensor[]) => TfTensor): (inputs: readonly TfTensor[], gradOutput: TfTensor) => TfTensor[];
  engine(): { runKernel(name: string, inputs: Readonly<Record<string, TfTensor>>, attributes: object): TfTensor };
  readonly losses: { softmaxCrossEntropy(oneHotLabels: TfTensor, logits: TfTensor): TfTensor };
  readonly train: { sgd(lr: number): { minimize(loss: () => TfTensor, returnCost: true): TfTensor } };
}
