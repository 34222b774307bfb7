/**
 * Initial distributions. Each assigns to a Parameter (or another Cell) and returns it. PyTorch: `torch.nn.init`.
 *
 * fanIn and fanOut are the inputs and outputs of one neuron: weight [out, in, …kernel] has fanIn = in · Π kernel, fanOut = out · Π kernel.
 */
import { add, ArgumentError, type Cell, checkOptions, full, type Generator, mul, noGrad, rand, randn, type Tensor, tidy } from "@convoke/core";

export interface RandomInitOptions {
  /** Default: the one that `manualSeed` seeds. */
  readonly generator?: Generator;
}

export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu";

export interface KaimingOptions extends RandomInitOptions {
  /** The negative slope of the leaky ReLU that follows; default 0. */
  readonly a?: number;
  /** Whether the forward ("fanIn", default) or the backward pass keeps its variance. */
  readonly mode?: "fanIn" | "fanOut";
  /** What follows the layer; default "leakyRelu". */
  readonly nonlinearity?: Nonlinearity;
}

export interface XavierOptions extends RandomInitOptions {
  /** Default 1. */
  readonly gain?: number;
}

/** Every element `value`. PyTorch: `constant_`. */
export function constant<T extends Cell>(cell: T, value: number): T {
  return assign(cell, () => full(cell.shape, value, { dtype: cell.dtype, backend: cell.backend }));
}

/** U(low, high). PyTorch: `uniform_`. */
export function uniform<T extends Cell>(cell: T, low = 0, high = 1, options: RandomInitOptions = {}): T {
  checkOptions("uniform", options, ["generator"]);
  return assign(cell, () => add(mul(rand(cell.shape, { dtype: cell.dtype, backend: cell.backend, ...options }), high - low), low));
}

/** N(mean, standardDeviation²). PyTorch: `normal_`. */
export function normal<T extends Cell>(cell: T, mean = 0, standardDeviation = 1, options: RandomInitOptions = {}): T {
  checkOptions("normal", options, ["generator"]);
  return assign(cell, () => add(mul(randn(cell.shape, { dtype: cell.dtype, backend: cell.backend, ...options }), standardDeviation), mean));
}

/** U(−bound, bound), bound = gain · √(3 / fan). PyTorch: `kaiming_uniform_`; He et al., "Delving deep into rectifiers", 2015. */
export function kaimingUniform<T extends Cell>(cell: T, options: KaimingOptions = {}): T {
  const bound = Math.sqrt(3) * kaimingDeviation("kaimingUniform", cell, options);
  return uniform(cell, -bound, bound, randomOptions(options));
}

/** N(0, gain² / fan). PyTorch: `kaiming_normal_`; He et al., 2015. */
export function kaimingNormal<T extends Cell>(cell: T, options: KaimingOptions = {}): T {
  return normal(cell, 0, kaimingDeviation("kaimingNormal", cell, options), randomOptions(options));
}

/** U(−bound, bound), bound = gain · √(6 / (fanIn + fanOut)). PyTorch: `xavier_uniform_`; Glorot and Bengio, 2010. */
export function xavierUniform<T extends Cell>(cell: T, options: XavierOptions = {}): T {
  const bound = Math.sqrt(3) * xavierDeviation("xavierUniform", cell, options);
  return uniform(cell, -bound, bound, randomOptions(options));
}

/** N(0, gain² · 2 / (fanIn + fanOut)). PyTorch: `xavier_normal_`; Glorot and Bengio, 2010. */
export function xavierNormal<T extends Cell>(cell: T, options: XavierOptions = {}): T {
  return normal(cell, 0, xavierDeviation("xavierNormal", cell, options), randomOptions(options));
}

/** By how much a layer must scale to make up for what the nonlinearity after it takes away. PyTorch: `calculate_gain`. */
export function gainOf(nonlinearity: Nonlinearity, negativeSlope = 0.01): number {
  const gains = { linear: 1, sigmoid: 1, tanh: 5 / 3, relu: Math.SQRT2, leakyRelu: Math.sqrt(2 / (1 + negativeSlope ** 2)) };
  if (!Object.hasOwn(gains, nonlinearity)) {
    throw new ArgumentError(`gainOf: nonlinearity is ${JSON.stringify(nonlinearity)}, expected one of ${Object.keys(gains).join(", ")}`);
  }
  return gains[nonlinearity];
}

function kaimingDeviation(name: string, cell: Cell, options: KaimingOptions): number {
  checkOptions(name, options, ["a", "mode", "nonlinearity", "generator"]);
  const { a = 0, mode = "fanIn", nonlinearity = "leakyRelu" } = options;
  const fans = fansOf(name, cell);
  if (!Object.hasOwn(fans, mode)) throw new ArgumentError(`${name}: mode is ${JSON.stringify(mode)}, expected "fanIn" or "fanOut"`);
  return gainOf(nonlinearity, a) / Math.sqrt(fans[mode]);
}

function xavierDeviation(name: string, cell: Cell, options: XavierOptions): number {
  checkOptions(name, options, ["gain", "generator"]);
  const { fanIn, fanOut } = fansOf(name, cell);
  return (options.gain ?? 1) * Math.sqrt(2 / (fanIn + fanOut));
}

function fansOf(name: string, { shape }: Cell): { fanIn: number; fanOut: number } {
  const [out, into, ...kernel] = shape;
  if (out === undefined || into === undefined) {
    throw new ArgumentError(`${name}: fanIn and fanOut need at least two axes, got shape [${shape.join(", ")}]`);
  }
  const cells = kernel.reduce((product, length) => product * length, 1);
  return { fanIn: into * cells, fanOut: out * cells };
}

function randomOptions({ generator }: RandomInitOptions): RandomInitOptions {
  return generator ? { generator } : {};
}

function assign<T extends Cell>(cell: T, value: () => Tensor): T {
  noGrad(() => tidy(() => void cell.assign(value())));
  return cell;
}
