/** The part of ConvNetJS 0.3.0 that the benchmark uses. */
export interface Vol {
  readonly w: Float64Array;
}

export interface ConvnetLayer {
  readonly layer_type: string;
  /** Weights of each output, and the outputs' biases; of convolutions and fully connected layers. */
  readonly filters?: readonly Vol[];
  readonly biases?: Vol;
}

export interface Net {
  readonly layers: readonly ConvnetLayer[];
  makeLayers(definitions: readonly Readonly<Record<string, string | number>>[]): void;
}

export interface Trainer {
  /** One image; the weights move after each `batch_size` of them. */
  train(image: Vol, label: number): { readonly loss: number };
}

export interface Convnet {
  readonly Vol: new (width: number, height: number, depth: number, value: number) => Vol;
  readonly Net: new () => Net;
  readonly Trainer: new (net: Net, options: Readonly<Record<string, string | number>>) => Trainer;
}
