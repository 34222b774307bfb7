import { conv2d, conv2dGradInput, conv2dGradWeight, crossEntropy, matmul, tensor, tidy, useBackend, type Backend, type Tensor } from "@convoke/core";
import { Conv2d, Flatten, Linear, loadStateDict, MaxPool2d, parameters, ReLU, Sequential, stateDict } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import type { Prepared } from "../subject.js";
import type { Conv2dWorkload, MatmulWorkload, Results, TrainingWorkload, Values, Workload } from "../workload.js";

/** Any workload on any backend of Convoke, written as a user would. */
export function prepareOnConvoke(backend: Backend, workload: Workload): Prepared {
  using _ = useBackend(backend);
  return workload.kind === "trainingStep" ? prepareTraining(backend, workload) : prepareOp(backend, workload);
}

const load = ({ data, shape }: Values): Tensor => tensor(data, { shape });

const read = async (result: Tensor): Promise<Float32Array> => (await result.data()) as Float32Array;

function prepareOp(backend: Backend, workload: Conv2dWorkload | MatmulWorkload): Prepared {
  const op = workload.kind === "matmul" ? matmulOf(workload) : conv2dOf(workload);
  let output: Tensor | null = null;
  return {
    run() {
      output?.dispose();
      output = op();
      return done(backend);
    },
    results: async () => ({ output: await read(output!) }),
    dispose: () => output?.dispose(),
  };
}

function matmulOf(workload: MatmulWorkload): () => Tensor {
  const [left, right] = [load(workload.left), load(workload.right)];
  return () => matmul(left, right);
}

function conv2dOf(workload: Conv2dWorkload): () => Tensor {
  const [input, weight, gradOutput] = [load(workload.input), load(workload.weight), load(workload.gradOutput)];
  const options = { padding: 1 };
  switch (workload.kind) {
    case "conv2d": return () => conv2d(input, weight, null, options);
    case "conv2dGradInput": return () => conv2dGradInput(gradOutput, weight, input.shape, options);
    case "conv2dGradWeight": return () => conv2dGradWeight(gradOutput, input, weight.shape, options);
  }
}

function prepareTraining(backend: Backend, { images, labels, state, lr }: TrainingWorkload): Prepared {
  const model = new Sequential(
    new Conv2d(1, 16, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, 32, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(1568, 128), new ReLU(), new Linear(128, 10),
  );
  loadStateDict(model, Object.fromEntries(Object.entries(state).map(([key, values]) => [key, load(values)])));
  const optimizer = new SGD(parameters(model), { lr });
  const [input, target] = [load(images), tensor(labels)];
  let loss: Tensor | null = null;
  return {
    run() {
      loss?.dispose();
      loss = tidy(() => {
        optimizer.zeroGrad();
        const value = crossEntropy(model.forward(input), target);
        value.backward();
        optimizer.step();
        return value;
      });
      return done(backend);
    },
    async results() {
      const results: Record<string, Float32Array> = { loss: await read(loss!) };
      for (const [key, value] of Object.entries(stateDict(model))) results[key] = await read(value);
      return results satisfies Results;
    },
    dispose: () => loss?.dispose(),
  };
}

/** A backend that reads at once works at once; the others are awaited. */
const done = (backend: Backend): void | Promise<void> => (backend.capabilities.syncRead ? undefined : backend.flush());
