/** The part of TensorFlow.js 4.22 that the benchmark uses: the packages are there only while it runs, and so are their types. */
export interface TfTensor {
  readonly shape: readonly number[];
  data(): Promise<Float32Array>;
  dispose(): void;
}

export interface TfModel {
  apply(input: TfTensor, options: { readonly training: boolean }): TfTensor;
  setWeights(weights: readonly TfTensor[]): void;
  getWeights(): readonly TfTensor[];
  dispose(): void;
}

declare const layer: unique symbol;
export interface TfLayer {
  readonly [layer]: true;
}

type LayerOptions = Readonly<Record<string, string | number | readonly number[]>>;

export interface Tfjs {
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): TfTensor;
  tensor1d(values: Int32Array, dtype: "int32"): TfTensor;
  oneHot(indices: TfTensor, depth: number): TfTensor;
  reshape(tensor: TfTensor, shape: readonly number[]): TfTensor;
  transpose(tensor: TfTensor, order?: readonly number[]): TfTensor;
  tidy<T>(body: () => T): T;
  conv2d(input: TfTensor, filter: TfTensor, strides: number, pad: "same"): TfTensor;
  matMul(left: TfTensor, right: TfTensor): TfTensor;
  variableGrads(loss: () => TfTensor): { readonly value: TfTensor; readonly grads: Readonly<Record<string, TfTensor>> };
  engine(): { runKernel(name: string, inputs: Readonly<Record<string, TfTensor>>, attributes: object): TfTensor };
  sequential(options: { readonly layers: readonly TfLayer[] }): TfModel;
  readonly losses: { softmaxCrossEntropy(oneHotLabels: TfTensor, logits: TfTensor): TfTensor };
  readonly train: { sgd(lr: number): { applyGradients(gradients: Readonly<Record<string, TfTensor>>): void } };
  readonly layers: Readonly<Record<"conv2d" | "maxPooling2d" | "flatten" | "dense", (options: LayerOptions) => TfLayer>>;
}
