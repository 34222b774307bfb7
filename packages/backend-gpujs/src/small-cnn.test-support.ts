import { crossEntropy, Generator, tidy, type Backend, type Tensor } from "@convoke/core";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, parameters } from "@convoke/nn";
import { SGD } from "@convoke/optim";

export interface Trainer {
  readonly model: Sequential;
  /** A step of SGD on one batch; gives the loss before it. */
  step(images: Tensor, labels: Tensor): Tensor;
}

/** Two convolutions and a linear layer for [N, 1, side, side], trained with momentum. */
export function smallCnn(backend: Backend, side: number, { channels = [4, 8], lr = 0.05 } = {}): Trainer {
  const options = { backend, generator: new Generator(3) };
  const [first, second] = channels as [number, number];
  const model = new Sequential(
    new Conv2d(1, first, 3, { padding: 1, ...options }), new ReLU(), new MaxPool2d(2),
    new Conv2d(first, second, 3, { padding: 1, ...options }), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(second * Math.floor(side / 4) ** 2, 10, options),
  );
  const optimizer = new SGD(parameters(model), { lr, momentum: 0.9 });
  const step = (images: Tensor, labels: Tensor): Tensor => tidy(() => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(images), labels);
    loss.backward();
    optimizer.step();
    return loss.detach();
  });
  return { model, step };
}
