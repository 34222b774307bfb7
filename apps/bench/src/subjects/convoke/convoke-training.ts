import { type Backend, crossEntropy, type Layer, type Tensor, tensor, tidy } from "@convoke/core";
import { parameters, stateDict } from "@convoke/nn";
import { SGD } from "@convoke/optim";
import { type Prepared, repeated } from "../../subject.js";
import type { TrainingWorkload } from "../../workload.js";
import { convokeModel } from "./convoke-model.js";

/** Forward, backward, update; returns the loss. */
export function trainStep(model: Layer, optimizer: SGD, images: Tensor, labels: Tensor): Tensor {
  return tidy(() => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(images), labels);
    loss.backward();
    optimizer.step();
    return loss;
  });
}

export function prepareTraining(backend: Backend, { model, images, labels, state, lr }: TrainingWorkload): Prepared {
  const network = convokeModel(model, state);
  const optimizer = new SGD(parameters(network), { lr });
  const [input, target] = [tensor(images.data, { shape: images.shape }), tensor(labels)];
  let loss: Tensor | null = null;
  return {
    run: repeated(() => {
      loss?.dispose();
      loss = trainStep(network, optimizer, input, target);
    }, () => backend.flush()),
    async results() {
      const after = stateDict(network);
      const tensors = { loss: loss!, ...Object.fromEntries(Object.keys(state).map((key) => [key, after[key]!])) };
      const values = await Promise.all(Object.values(tensors).map((each) => each.data()));
      return Object.fromEntries(Object.keys(tensors).map((key, i) => [key, values[i] as Float32Array]));
    },
    dispose() {
      for (const each of [loss, input, target, ...parameters(network)]) each?.dispose();
    },
  };
}
