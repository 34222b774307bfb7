import { crossEntropy, Generator, manualSeed, tensor, tidy, type Backend, type Layer, type Tensor } from "@convoke/core";
import { AvgPool2d, BatchNorm2d, Conv2d, Flatten, Linear, MaxPool2d, parameters, ReLU, Sequential } from "@convoke/nn";
import { SGD } from "@convoke/optim";

/** The slides' CNN: [N, 1, 28, 28] → [N, 10]. */
export const slidesCnn = (): Layer => new Sequential(
  new Conv2d(1, 16, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2),
  new Conv2d(16, 32, 3, { padding: 1 }), new ReLU(), new MaxPool2d(2),
  new Flatten(), new Linear(1568, 128), new ReLU(), new Linear(128, 10),
);

/** relu(main(x) + shortcut(x)) */
class BasicBlock implements Layer {
  readonly main: Sequential;
  readonly shortcut: Sequential;
  readonly relu = new ReLU();

  constructor(inChannels: number, outChannels: number, stride: number) {
    const options = { padding: 1, bias: false };
    this.main = new Sequential(
      new Conv2d(inChannels, outChannels, 3, { ...options, stride }), new BatchNorm2d(outChannels), new ReLU(),
      new Conv2d(outChannels, outChannels, 3, options), new BatchNorm2d(outChannels),
    );
    this.shortcut = inChannels === outChannels && stride === 1
      ? new Sequential()
      : new Sequential(new Conv2d(inChannels, outChannels, 1, { stride, bias: false }), new BatchNorm2d(outChannels));
  }

  forward(input: Tensor): Tensor {
    // What the gradient does not need goes at once, not at the end of the step.
    return tidy(() => this.relu.forward(this.main.forward(input).add(this.shortcut.forward(input))));
  }
}

/** A residual network with batch norm: [N, 3, 32, 32] → [N, 10]. */
export const smallResNet = (): Layer => new Sequential(
  new Conv2d(3, 16, 3, { padding: 1, bias: false }), new BatchNorm2d(16), new ReLU(),
  new BasicBlock(16, 16, 1), new BasicBlock(16, 32, 2), new BasicBlock(32, 64, 2),
  new AvgPool2d(8), new Flatten(), new Linear(64, 10),
);

/** One step on `backend`, the current one; returns the loss. */
export function trainer(backend: Backend, make: () => Layer, shape: readonly number[]): { model: Layer; images: Tensor; step: () => Tensor } {
  manualSeed(1);
  const model = make(), optimizer = new SGD(parameters(model), { lr: 0.05, momentum: 0.9 });
  const size = shape.reduce((product, length) => product * length, 1);
  const images = tensor(new Generator(2).uniform(size), { shape, backend });
  const labels = tensor(Int32Array.from({ length: shape[0]! }, (_, i) => i % 10), { backend });
  const step = (): Tensor => tidy(() => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(images), labels);
    loss.backward();
    optimizer.step();
    return loss;
  });
  return { model, images, step };
}
