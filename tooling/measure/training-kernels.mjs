// What the training kernels of the contract save: core's default against the backend's own kernel, in turns.
// Build first: npm run build. Then: node tooling/measure/training-kernels.mjs [cpu | worker-threads] [threads]
import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "../../packages/backend-worker-threads/dist/index.js";
import { defineBackend, derivedKernelNames, uniformNumbers } from "@convoke/core/backend";
import process from "node:process";

/** A backend that forgets its own derived kernels. */
const stripped = (backend) => defineBackend(Object.fromEntries(Object.entries(backend).filter(([name]) => !derivedKernelNames.includes(name))));

const planes = { batch: 32, channels: 64, spatial: 28 * 28, eps: 1e-5 };
const sgd = { lr: 1e-4, momentum: 0.9, dampening: 0, weightDecay: 1e-4, nesterov: false };
const adam = { lr: 1e-5, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.01, decoupled: true, step: 10 };

/** Each prepares its operands on a backend and gives what is timed, which frees its results. */
const works = {
  "batchNorm, 32×64×28×28": normalisation(({ batchNorm }, { input, channel }) => Object.values(batchNorm(input, channel, channel, planes))),
  "batchNormApply": normalisation(({ batchNormApply }, { input, channel }) => [batchNormApply(input, channel, channel, channel, channel, planes)]),
  "batchNormGrad": normalisation(({ batchNormGrad }, { input, channel }) => Object.values(batchNormGrad(input, input, channel, channel, channel, planes))),
  "logSoftmax, 64×1000": classification(64, 1000, 1, ({ logSoftmax }, { input, g }) => [logSoftmax(input, g)]),
  "logSoftmaxGrad": classification(64, 1000, 1, ({ logSoftmaxGrad }, { input, g }) => [logSoftmaxGrad(input, input, g)]),
  "crossEntropy and its gradient, 64×10": classification(64, 10, 1, lossAndGradient),
  "crossEntropy and its gradient, 64×1000": classification(64, 1000, 1, lossAndGradient),
  "crossEntropy and its gradient, 4×21×64×64": classification(4, 21, 64 * 64, lossAndGradient),
  "sgdStep with momentum and decay, 1,000,000": (backend) => {
    let [parameter, momentumBuffer, gradient] = [1, 2, 3].map((seed) => write(backend, 1e6, seed));
    return () => void ({ parameter, momentumBuffer } = backend.sgdStep(parameter, gradient, momentumBuffer, sgd));
  },
  "adamStep, decoupled, 1,000,000": (backend) => {
    let [parameter, expAvg, expAvgSq, gradient] = [1, 2, 3, 4].map((seed) => write(backend, 1e6, seed));
    return () => void ({ parameter, expAvg, expAvgSq } = backend.adamStep(parameter, gradient, { expAvg, expAvgSq }, adam));
  },
};

function write(backend, size, seed) {
  return backend.write(uniformNumbers(size, [seed, 0], 0), "float32");
}

function freeing(backend, run) {
  return () => run().forEach((storage) => backend.free(storage));
}

function normalisation(run) {
  return (backend) => {
    const operands = { input: write(backend, planes.batch * planes.channels * planes.spatial, 1), channel: write(backend, planes.channels, 2) };
    return freeing(backend, () => run(backend, operands));
  };
}

function classification(outer, classes, inner, run) {
  return (backend) => {
    const g = { outer, classes, inner, ignoreIndex: -100, labelSmoothing: 0 };
    const target = backend.write(Int32Array.from({ length: outer * inner }, (_, i) => i % classes), "int32");
    const operands = { g, target, input: write(backend, outer * classes * inner, 1), gradOutput: write(backend, outer * inner, 2) };
    return freeing(backend, () => run(backend, operands));
  };
}

function lossAndGradient({ crossEntropy, crossEntropyGrad }, { g, input, target, gradOutput }) {
  return [crossEntropy(input, target, undefined, g), crossEntropyGrad(gradOutput, input, target, undefined, g)];
}

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

/** Median milliseconds of each subject; they take turns. */
async function measure(subjects, flush, budget = 1500) {
  const times = subjects.map(() => []);
  const end = performance.now() + budget;
  for (let round = 0; round < 8 || performance.now() < end; round++) {
    for (const [i, run] of subjects.entries()) {
      const start = performance.now();
      run();
      await flush();
      if (round >= 3) times[i].push(performance.now() - start);
    }
  }
  return times.map(median);
}

const [name = "cpu", threads = "1"] = process.argv.slice(2);
const backend = name === "cpu" ? cpu() : await workerThreads({ threads: Number(threads) });
console.log(`| kernel on ${name} | default, ms | own, ms | ratio |\n|---|---|---|---|`);
for (const [work, prepare] of Object.entries(works)) {
  const [byDefault, own] = await measure([stripped(backend), backend].map(prepare), () => backend.flush());
  console.log(`| ${work} | ${byDefault.toPrecision(2)} | ${own.toPrecision(2)} | ${(byDefault / own).toFixed(1)} |`);
}
await backend.dispose();
