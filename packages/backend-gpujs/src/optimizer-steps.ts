import type { DerivedKernels } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { binaryProgram } from "./kernels/binary.js";
import {
  adamMeanProgram, adamProgram, adamSquareProgram, sgdBufferProgram, sgdFirstBufferProgram, sgdMomentumProgram, sgdNesterovProgram, sgdPlainProgram,
} from "./kernels/optimizer-steps.js";
import type { Program } from "./program.js";
import type { GpuStorage } from "./storage.js";

/** Optimizer steps; what was donated is freed when its successor is there. */
export function optimizerSteps(device: Device): Pick<DerivedKernels<GpuStorage>, "sgdStep" | "adamStep"> {
  const run = (program: Program, inputs: readonly GpuStorage[], numbers: readonly number[]): GpuStorage =>
    device.run(program, inputs[0]!.dtype, inputs[0]!.size, inputs, [], numbers);
  const free = (...donated: readonly (GpuStorage | undefined)[]): void => {
    for (const storage of donated) if (storage) device.free(storage);
  };

  return {
    sgdStep(parameter, gradient, momentumBuffer, { lr, momentum, dampening, weightDecay, nesterov }) {
      if (momentum === 0) {
        const next = run(sgdPlainProgram, [parameter, gradient], [lr, weightDecay]);
        free(parameter, momentumBuffer);
        return { parameter: next, momentumBuffer: undefined };
      }
      const buffer = momentumBuffer
        ? run(sgdBufferProgram, [parameter, gradient, momentumBuffer], [weightDecay, momentum, 1 - dampening])
        : run(sgdFirstBufferProgram, [parameter, gradient], [weightDecay]);
      const next = nesterov ? run(sgdNesterovProgram, [parameter, gradient, buffer], [lr, weightDecay, momentum]) : run(sgdMomentumProgram, [parameter, buffer], [lr]);
      free(parameter, momentumBuffer);
      return { parameter: next, momentumBuffer: buffer };
    },
    adamStep(parameter, gradient, state, { lr, beta1, beta2, eps, weightDecay, decoupled, step }) {
      const coupled = decoupled ? 0 : weightDecay;
      const expAvg = run(adamMeanProgram, [parameter, gradient, state.expAvg], [coupled, beta1, 1 - beta1]);
      const expAvgSq = run(adamSquareProgram, [parameter, gradient, state.expAvgSq], [coupled, beta2, 1 - beta2]);
      const maxExpAvgSq = state.maxExpAvgSq && device.run(binaryProgram("max", 1, ""), expAvgSq.dtype, expAvgSq.size, [state.maxExpAvgSq, expAvgSq], [1, 0, 1, 0]);
      const keep = decoupled ? 1 - lr * weightDecay : 1;
      const next = run(adamProgram, [parameter, expAvg, maxExpAvgSq ?? expAvgSq], [keep, lr / (1 - beta1 ** step), Math.sqrt(1 - beta2 ** step), eps]);
      free(parameter, state.expAvg, state.expAvgSq, state.maxExpAvgSq);
      return { parameter: next, expAvg, expAvgSq, maxExpAvgSq };
    },
  };
}
