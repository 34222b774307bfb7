import {
  dense, dtypes, sizeOf, sliceLayout, uniformNumbers,
  type Backend, type BinaryOp, type DType, type Epilogue, type TypedArray, type UnaryOp, type View,
} from "@convoke/core/backend";
import { argmax } from "./kernels/argmax.js";
import { avgPool2d, avgPool2dGrad } from "./kernels/avg-pool2d.js";
import { batchNorm, batchNormApply, batchNormGrad } from "./kernels/batch-norm.js";
import { binary } from "./kernels/binary.js";
import { conv2dGradInput, conv2dGradWeight } from "./kernels/conv2d-grad.js";
import { conv2d } from "./kernels/conv2d.js";
import { copy, updateSlice } from "./kernels/copy.js";
import { crossEntropy, crossEntropyGrad } from "./kernels/cross-entropy.js";
import { logSoftmax, logSoftmaxGrad } from "./kernels/log-softmax.js";
import { linear, matmul } from "./kernels/matmul.js";
import { maxPool2dGrad, maxPool2dTake } from "./kernels/max-pool2d-grad.js";
import { maxPool2d } from "./kernels/max-pool2d.js";
import { adamStep, sgdStep } from "./kernels/optimizer-steps.js";
import { reduce } from "./kernels/reduce.js";
import { reluGrad } from "./kernels/relu-grad.js";
import { unary } from "./kernels/unary.js";
import { where } from "./kernels/where.js";
import { Memory, type CpuStorage } from "./memory.js";

const givesBool: ReadonlySet<UnaryOp | BinaryOp> = new Set(["isNaN", "isFinite", "not", "eq", "ne", "lt", "le", "and", "or", "xor"] as const);

/**
 * The reference backend: plain TypeScript in the calling thread, every dtype, IEEE 754 throughout.
 *
 * Kernels have run when the call returns. Throws `BackendError` where freed storage is used or memory runs out, and `DisposedError` after `dispose`.
 *
 * @example
 * setBackend(cpu());
 */
export function cpu(): Backend<CpuStorage> {
  const memory = new Memory();
  const live = (storage: CpuStorage): CpuStorage => memory.live(storage);
  const data = (storage: CpuStorage): TypedArray => memory.live(storage).data;
  const view = ({ storage, layout }: View<CpuStorage>): View<CpuStorage> => ({ storage: memory.live(storage), layout });
  const epilogueOf = ({ bias, residual, activation }: Epilogue<CpuStorage> = {}): Epilogue<CpuStorage> => ({
    bias: bias && memory.live(bias),
    residual: residual && memory.live(residual),
    activation,
  });
  /** New storage, or `reuse` where it fits, filled by `kernel`. */
  const result = (dtype: DType, size: number, kernel: (output: CpuStorage) => void, reuse?: CpuStorage): CpuStorage => {
    const output = memory.allocateOrReuse(dtype, size, reuse);
    kernel(output);
    return output;
  };
  const optional = (storage: CpuStorage | undefined): TypedArray | undefined => storage && data(storage);
  const readSync = (storage: CpuStorage): TypedArray => data(storage).slice();

  // No kernel is core's default, so `defineBackend` stays out of a bundle.
  return {
    specVersion: 1,
    name: "cpu",
    capabilities: { dtypes: new Set(dtypes), strictFloat: true, syncRead: true, hostMemory: true, maxElements: 2 ** 31 - 1, maxRank: 64, exactInt: 2 ** 31 - 1 },
    info: () => ({ name: "cpu", threads: 1 }),

    write: (values, dtype) =>
      result(dtype, values.length, (output) => {
        output.data.set(values);
        if (dtype === "bool") for (let i = 0; i < values.length; i++) output.data[i] = +(values[i] !== 0);
      }),
    readSync,
    read: async (storage) => readSync(storage),
    free: (storage) => memory.free(storage),
    flush: async () => memory.refuseWhenDisposed(),
    dispose: async () => memory.dispose(),

    fill: (size, value, dtype) => result(dtype, size, (output) => output.data.fill(dtype === "bool" ? +(value !== 0) : value)),
    copy: (x, dtype) => result(dtype, sizeOf(x.layout.shape), (output) => copy(view(x), output)),
    updateSlice(target, at, x) {
      updateSlice(live(target), at, view(x));
      return target;
    },
    unary: (op, x, reuse) =>
      result(givesBool.has(op) ? "bool" : x.storage.dtype, sizeOf(x.layout.shape), (output) => unary(op, view(x), output), reuse),
    binary: (op, a, b, reuse) =>
      result(
        givesBool.has(op) ? "bool" : a.storage.dtype,
        sizeOf(a.layout.shape),
        (output) => binary(op, view(a), typeof b === "number" ? b : view(b), output),
        reuse,
      ),
    where: (condition, a, b) =>
      result(a.storage.dtype, sizeOf(a.layout.shape), (output) => where(view(condition), view(a), view(b), output)),
    reduce: (op, x, axes) =>
      result(op === "argmax" ? "int32" : x.storage.dtype, sizeOf(x.layout.shape.filter((_, axis) => !axes.includes(axis))), (output) =>
        op === "argmax" ? argmax(view(x), axes[0]!, output) : reduce(op, view(x), axes, output)),
    matmul: (a, b) =>
      result(a.storage.dtype, a.layout.shape[0]! * a.layout.shape[1]! * b.layout.shape[2]!, (output) => matmul(view(a), view(b), output)),

    linear: (input, weight, epilogue) =>
      result(input.storage.dtype, input.layout.shape[0]! * weight.layout.shape[0]!, (output) =>
        linear(view(input), view(weight), output, epilogueOf(epilogue))),
    conv2d: (input, weight, g, epilogue) =>
      result(input.dtype, g.batch * g.outChannels * g.outHeight * g.outWidth, (output) =>
        conv2d(live(input), live(weight), g, output, epilogueOf(epilogue))),
    conv2dGradInput: (gradOutput, weight, g, epilogue) =>
      result(gradOutput.dtype, g.batch * g.inChannels * g.inHeight * g.inWidth, (output) =>
        conv2dGradInput(live(gradOutput), live(weight), g, output, epilogueOf(epilogue))),
    conv2dGradWeight: (gradOutput, input, g) =>
      result(gradOutput.dtype, g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth, (output) =>
        conv2dGradWeight(live(gradOutput), live(input), g, output)),
    maxPool2d(input, g, wantArgmax) {
      const size = g.batch * g.channels * g.outHeight * g.outWidth;
      const positions = wantArgmax ? memory.allocate(g.kernelHeight * g.kernelWidth <= 256 ? "uint8" : "int32", size) : null;
      return { output: result(input.dtype, size, (output) => maxPool2d(live(input), g, output, positions)), argmax: positions };
    },
    maxPool2dGrad: (gradOutput, positions, g) =>
      result(gradOutput.dtype, g.batch * g.channels * g.inHeight * g.inWidth, (output) =>
        maxPool2dGrad(data(gradOutput), data(positions), g, output.data)),
    maxPool2dTake: (input, positions, g) =>
      result(input.dtype, g.batch * g.channels * g.outHeight * g.outWidth, (output) =>
        maxPool2dTake(data(input), data(positions), g, output.data)),
    avgPool2d: (input, g) =>
      result(input.dtype, g.batch * g.channels * g.outHeight * g.outWidth, (output) => avgPool2d(data(input), g, output.data)),
    avgPool2dGrad: (gradOutput, g) =>
      result(gradOutput.dtype, g.batch * g.channels * g.inHeight * g.inWidth, (output) => avgPool2dGrad(data(gradOutput), g, output.data)),
    concat(parts, axis) {
      const { storage: { dtype }, layout: { shape } } = parts[0]!;
      const whole = dense(shape.with(axis, parts.reduce((length, part) => length + part.layout.shape[axis]!, 0)));
      return result(dtype, sizeOf(whole.shape), (output) => {
        let start = 0;
        for (const part of parts) {
          const length = part.layout.shape[axis]!;
          updateSlice(output, sliceLayout(whole, axis, start, length), view(part));
          start += length;
        }
      });
    },
    reluGrad: (gradOutput, output) =>
      result(output.storage.dtype, sizeOf(output.layout.shape), (gradInput) => reluGrad(view(gradOutput), view(output), gradInput.data)),

    batchNorm(input, weight, bias, g) {
      const [mean, variance] = [memory.allocate(input.dtype, g.channels), memory.allocate(input.dtype, g.channels)];
      const output = result(input.dtype, g.batch * g.channels * g.spatial, (output) =>
        batchNorm(data(input), optional(weight), optional(bias), g, output.data, mean.data, variance.data));
      return { output, mean, variance };
    },
    batchNormApply: (input, mean, variance, weight, bias, g) =>
      result(input.dtype, g.batch * g.channels * g.spatial, (output) =>
        batchNormApply(data(input), data(mean), data(variance), optional(weight), optional(bias), g, output.data)),
    batchNormGrad(gradOutput, input, mean, variance, weight, g) {
      const [gradWeight, gradBias] = [memory.allocate(input.dtype, g.channels), memory.allocate(input.dtype, g.channels)];
      const gradInput = result(input.dtype, g.batch * g.channels * g.spatial, (output) =>
        batchNormGrad(data(gradOutput), data(input), data(mean), data(variance), optional(weight), g, output.data, gradWeight.data, gradBias.data));
      return { gradInput, gradWeight, gradBias };
    },
    logSoftmax: (input, g) => result(input.dtype, g.outer * g.classes * g.inner, (output) => logSoftmax(data(input), g, output.data)),
    logSoftmaxGrad: (gradOutput, output, g) =>
      result(output.dtype, g.outer * g.classes * g.inner, (gradInput) => logSoftmaxGrad(data(gradOutput), data(output), g, gradInput.data)),
    crossEntropy: (input, target, weight, g) =>
      result(input.dtype, g.outer * g.inner, (losses) => crossEntropy(data(input), data(target), optional(weight), g, losses.data)),
    crossEntropyGrad: (gradOutput, input, target, weight, g) =>
      result(input.dtype, g.outer * g.classes * g.inner, (gradInput) =>
        crossEntropyGrad(data(gradOutput), data(input), data(target), optional(weight), g, gradInput.data)),
    sgdStep(parameter, gradient, momentumBuffer, options) {
      const buffer = momentumBuffer ?? (options.momentum === 0 ? undefined : memory.allocate(parameter.dtype, parameter.size));
      sgdStep(data(parameter), data(gradient), optional(buffer) ?? null, momentumBuffer === undefined, options);
      return { parameter, momentumBuffer: buffer };
    },
    adamStep(parameter, gradient, state, options) {
      const { expAvg, expAvgSq, maxExpAvgSq } = state;
      adamStep(data(parameter), data(gradient), data(expAvg), data(expAvgSq), optional(maxExpAvgSq) ?? null, options);
      return { parameter, ...state };
    },
    uniform: (size, key, counter) => result("float32", size, (output) => output.data.set(uniformNumbers(size, key, counter))),
  };
}
