import type { NaiveBackend, PlantedBug } from "./plant.js";

type Cells = ReturnType<NaiveBackend["write"]>;

/** A copy with other values. */
const mapped = (cells: Cells, map: (value: number, i: number) => number): Cells => {
  const data = cells.data.slice();
  data.forEach((value, i) => (data[i] = map(value, i)));
  return { ...cells, data };
};

const batchNorm = ["batchNorm"];
const crossEntropy = ["crossEntropy"];

export const trainingBugs: readonly PlantedBug[] = [
  {
    name: "variance as the mean of the squares less the square of the mean",
    layer: "kernels",
    ops: batchNorm,
    plant: (backend) => ({
      batchNorm: (input, weight, bias, g) => {
        const { mean } = backend.batchNorm(input, weight, bias, g);
        const squares = backend.batchNorm(mapped(input, (value) => value * value), weight, bias, g).mean;
        const variance = mapped(squares, (value, c) => Math.max(0, value - mean.data[c]! ** 2));
        return { output: backend.batchNormApply(input, mean, variance, weight, bias, g), mean, variance };
      },
    }),
  },
  {
    name: "batch norm divides by the unbiased deviation",
    layer: "kernels",
    ops: batchNorm,
    plant: (backend) => ({
      batchNorm: (input, weight, bias, g) => {
        const { mean, variance } = backend.batchNorm(input, weight, bias, g);
        const count = g.batch * g.spatial;
        return { output: backend.batchNormApply(input, mean, mapped(variance, (value) => (value * count) / (count - 1)), weight, bias, g), mean, variance };
      },
    }),
  },
  {
    name: "eps forgotten outside of training",
    layer: "kernels",
    ops: batchNorm,
    plant: ({ batchNormApply }) => ({ batchNormApply: (input, mean, variance, weight, bias, g) => batchNormApply(input, mean, variance, weight, bias, { ...g, eps: 0 }) }),
  },
  {
    name: "batch norm's gradient takes the statistics for constants",
    layer: "gradients",
    ops: batchNorm,
    plant: (backend) => ({
      batchNormGrad: (gradOutput, input, mean, variance, weight, g) => {
        const zeros = mapped(mean, () => 0);
        return { ...backend.batchNormGrad(gradOutput, input, mean, variance, weight, g), gradInput: backend.batchNormApply(gradOutput, zeros, variance, weight, undefined, g) };
      },
    }),
  },
  {
    name: "gradients of weight and bias swapped",
    layer: "gradients",
    ops: batchNorm,
    plant: ({ batchNormGrad }) => ({
      batchNormGrad: (...args) => {
        const { gradInput, gradWeight, gradBias } = batchNormGrad(...args);
        return { gradInput, gradWeight: gradBias, gradBias: gradWeight };
      },
    }),
  },
  {
    name: "relu's gradient lets everything through",
    layer: "gradients",
    ops: ["relu"],
    plant: ({ copy }) => ({ reluGrad: (gradOutput) => copy(gradOutput, gradOutput.storage.dtype) }),
  },
  {
    name: "log-softmax without the maximum subtracted",
    layer: "kernels",
    ops: ["logSoftmax"],
    plant: () => ({
      logSoftmax: (input, { classes, inner }) =>
        mapped(input, (value, i) => {
          const first = i - (Math.floor(i / inner) % classes) * inner;
          let sum = 0;
          for (let c = 0; c < classes; c++) sum += Math.exp(input.data[first + c * inner]!);
          return value - Math.log(sum);
        }),
    }),
  },
  {
    name: "log-softmax's gradient with the sum of one row for all",
    layer: "gradients",
    ops: ["logSoftmax"],
    plant: () => ({
      logSoftmaxGrad: (gradOutput, output, { classes, inner }) => {
        let sum = 0;
        for (let c = 0; c < classes; c++) sum += gradOutput.data[c * inner]!;
        return mapped(gradOutput, (value, i) => value - Math.exp(output.data[i]!) * sum);
      },
    }),
  },
  {
    name: "ignored targets count",
    layer: "kernels",
    ops: crossEntropy,
    plant: ({ crossEntropy }) => ({ crossEntropy: (input, target, weight, g) => crossEntropy(input, target, weight, { ...g, ignoreIndex: -(2 ** 31) }) }),
  },
  {
    name: "the target of the first pixel for all",
    layer: "kernels",
    ops: crossEntropy,
    plant: ({ crossEntropy }) => ({
      crossEntropy: (input, target, weight, g) => crossEntropy(input, mapped(target, (_, i) => target.data[i - (i % g.inner)]!), weight, g),
    }),
  },
  {
    name: "cross-entropy's gradient without label smoothing",
    layer: "gradients",
    ops: crossEntropy,
    plant: ({ crossEntropyGrad }) => ({
      crossEntropyGrad: (gradOutput, input, target, weight, g) => crossEntropyGrad(gradOutput, input, target, weight, { ...g, labelSmoothing: 0 }),
    }),
  },
  {
    name: "a target that is no class taken for the last one",
    layer: "kernels",
    ops: crossEntropy,
    plant: ({ crossEntropy }) => ({
      crossEntropy: (input, target, weight, g) => crossEntropy(input, mapped(target, (label) => Math.min(label, g.classes - 1)), weight, g),
    }),
  },
  {
    name: "dampening in the first step",
    layer: "kernels",
    ops: ["sgdStep"],
    plant: ({ sgdStep }) => ({
      sgdStep: (parameter, gradient, momentumBuffer, options) => sgdStep(parameter, gradient, momentumBuffer ?? mapped(parameter, () => 0), options),
    }),
  },
  {
    name: "nesterov looks ahead with the old momentum",
    layer: "kernels",
    ops: ["sgdStep"],
    plant: ({ sgdStep }) => ({
      sgdStep: (parameter, gradient, momentumBuffer, options) => {
        const result = sgdStep(parameter, gradient, momentumBuffer, options);
        if (!options.nesterov || !momentumBuffer) return result;
        const late = (i: number): number => options.lr * options.momentum * (result.momentumBuffer!.data[i]! - momentumBuffer.data[i]!);
        return { ...result, parameter: mapped(result.parameter, (value, i) => value + late(i)) };
      },
    }),
  },
  {
    name: "the step takes the gradient's storage for its own",
    layer: "kernels",
    ops: ["sgdStep"],
    plant: ({ sgdStep }) => ({
      sgdStep: (parameter, gradient, momentumBuffer, options) => {
        const result = sgdStep(parameter, gradient, momentumBuffer, options);
        gradient.data.forEach((value, i, data) => (data[i] = value + options.weightDecay * parameter.data[i]!));
        return result;
      },
    }),
  },
  {
    name: "Adam without the correction of its bias",
    layer: "kernels",
    ops: ["adamStep"],
    plant: ({ adamStep }) => ({ adamStep: (parameter, gradient, state, options) => adamStep(parameter, gradient, state, { ...options, step: 1e6 }) }),
  },
  {
    name: "decoupled weight decay in the gradient",
    layer: "kernels",
    ops: ["adamStep"],
    plant: ({ adamStep }) => ({ adamStep: (parameter, gradient, state, options) => adamStep(parameter, gradient, state, { ...options, decoupled: false }) }),
  },
  {
    name: "amsgrad forgets the greatest",
    layer: "kernels",
    ops: ["adamStep"],
    plant: ({ adamStep }) => ({
      adamStep: (parameter, gradient, state, options) =>
        adamStep(parameter, gradient, { ...state, maxExpAvgSq: state.maxExpAvgSq && mapped(state.maxExpAvgSq, () => 0) }, options),
    }),
  },
];
