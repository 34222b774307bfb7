import type { BatchNormGeometry, ClassGeometry, DerivedKernels } from "@convoke/core/backend";
import {
  adamStep, batchNorm, batchNormApply, batchNormGrad, crossEntropy, crossEntropyGrad, logSoftmax, logSoftmaxGrad, sgdStep, type AffinePointers,
} from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";

type Training = Pick<
  DerivedKernels<SharedStorage>,
  "batchNorm" | "batchNormApply" | "batchNormGrad" | "logSoftmax" | "logSoftmaxGrad" | "crossEntropy" | "crossEntropyGrad" | "sgdStep" | "adamStep"
>;

/** Normalisation, losses and the steps of optimizers. */
export function trainingKernels(device: Device): Training {
  const pointerOf = (storage: SharedStorage): number => device.live(storage).pointer;
  const optional = (storage: SharedStorage | undefined): number | undefined => storage && pointerOf(storage);
  const floats = (size: number): SharedStorage => device.allocate("float32", size);
  const cells = ({ batch, channels, spatial }: BatchNormGeometry): SharedStorage => floats(batch * channels * spatial);
  const logits = ({ outer, classes, inner }: ClassGeometry): SharedStorage => floats(outer * classes * inner);
  const affineOf = (weight: SharedStorage | undefined, bias: SharedStorage | undefined): AffinePointers => ({ weight: optional(weight), bias: optional(bias) });

  return {
    batchNorm(input, weight, bias, g) {
      const from = pointerOf(input), affine = affineOf(weight, bias), output = cells(g), mean = floats(g.channels), variance = floats(g.channels);
      device.run(batchNorm(from, affine, output.pointer, mean.pointer, variance.pointer, g));
      return { output, mean, variance };
    },
    batchNormApply(input, mean, variance, weight, bias, g) {
      const from = [pointerOf(input), pointerOf(mean), pointerOf(variance)] as const, affine = affineOf(weight, bias), output = cells(g);
      device.run(batchNormApply(...from, affine, output.pointer, g));
      return output;
    },
    batchNormGrad(gradOutput, input, mean, variance, weight, g) {
      const from = [pointerOf(gradOutput), pointerOf(input), pointerOf(mean), pointerOf(variance)] as const, scale = optional(weight);
      const gradInput = cells(g), gradWeight = floats(g.channels), gradBias = floats(g.channels);
      device.run(batchNormGrad(...from, scale, { gradInput: gradInput.pointer, gradWeight: gradWeight.pointer, gradBias: gradBias.pointer }, g));
      return { gradInput, gradWeight, gradBias };
    },
    logSoftmax(input, g) {
      const from = pointerOf(input), output = logits(g);
      device.run(logSoftmax(from, output.pointer, g));
      return output;
    },
    logSoftmaxGrad(gradOutput, output, g) {
      const from = [pointerOf(gradOutput), pointerOf(output)] as const, gradInput = logits(g);
      device.run(logSoftmaxGrad(...from, gradInput.pointer, g));
      return gradInput;
    },
    crossEntropy(input, target, weight, g) {
      const from = [pointerOf(input), pointerOf(target), optional(weight)] as const, losses = floats(g.outer * g.inner);
      device.run(crossEntropy(...from, losses.pointer, g));
      return losses;
    },
    crossEntropyGrad(gradOutput, input, target, weight, g) {
      const from = [pointerOf(gradOutput), pointerOf(input), pointerOf(target), optional(weight)] as const, gradInput = logits(g);
      device.run(crossEntropyGrad(...from, gradInput.pointer, g));
      return gradInput;
    },
    sgdStep(parameter, gradient, momentumBuffer, options) {
      const from = [pointerOf(parameter), pointerOf(gradient)] as const, before = optional(momentumBuffer);
      const buffer = momentumBuffer ?? (options.momentum === 0 ? undefined : floats(parameter.size));
      device.run(sgdStep(...from, buffer ? { pointer: buffer.pointer, isFirst: before === undefined } : null, parameter.size, options));
      return { parameter, momentumBuffer: buffer };
    },
    adamStep(parameter, gradient, state, options) {
      const pointers = { expAvg: pointerOf(state.expAvg), expAvgSq: pointerOf(state.expAvgSq), maxExpAvgSq: optional(state.maxExpAvgSq) };
      device.run(adamStep(pointerOf(parameter), pointerOf(gradient), pointers, parameter.size, options));
      return { parameter, ...state };
    },
  };
}
