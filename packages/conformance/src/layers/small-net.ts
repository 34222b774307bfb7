import { conv2d, crossEntropy, flatten, Generator, linear, maxPool2d, noGrad, Parameter, relu, tensor, tidy, type Tensor } from "@convoke/core";
import type { CheckContext } from "../suite/check.js";

/** A CNN with the slides' layers, written with functions, so that the suite needs core only. */
export interface Net {
  readonly parameters: readonly Parameter[];
  readonly input: Tensor;
  readonly target: Tensor;
  dispose(): void;
}

interface Size {
  readonly channels: readonly [number, number];
  readonly hidden: number;
  readonly side: number;
  readonly batch: number;
}

/** The slides' CNN: 28×28, 16 and 32 channels, 128 hidden. */
export const slides: Size = { channels: [16, 32], hidden: 128, side: 28, batch: 4 };
const tiny: Size = { channels: [3, 4], hidden: 6, side: 8, batch: 2 };

export function smallNet(context: Pick<CheckContext, "backend" | "dtype" | "seed">, size: Size = tiny): Net {
  const { backend, dtype } = context;
  const generator = new Generator(context.seed + 1);
  const [first, second] = size.channels;
  const features = second * (size.side / 4) ** 2;
  const parameter = (shape: number[], fanIn: number): Parameter => {
    const limit = 1 / Math.sqrt(fanIn);
    const count = shape.reduce((product, length) => product * length, 1);
    const data = Array.from(generator.uniform(count), (value) => Math.fround((2 * value - 1) * limit));
    using source = tensor(data, { shape, dtype, backend });
    return new Parameter(source);
  };
  const parameters = [
    parameter([first, 1, 3, 3], 9), parameter([first], 9),
    parameter([second, first, 3, 3], 9 * first), parameter([second], 9 * first),
    parameter([size.hidden, features], features), parameter([size.hidden], features),
    parameter([10, size.hidden], size.hidden), parameter([10], size.hidden),
  ];
  const pixels = size.batch * size.side ** 2;
  const input = tensor(Array.from(generator.uniform(pixels)), { shape: [size.batch, 1, size.side, size.side], dtype, backend });
  const target = tensor(generator.integers(0, 10, size.batch), { backend });
  const dispose = (): void => [...parameters, input, target].forEach((each) => each.dispose());
  return { parameters, input, target, dispose };
}

/** Conv, ReLU, pool, conv, ReLU, pool, flatten, linear, ReLU, linear, cross-entropy; then a step of SGD. Returns the loss before it. */
export function trainStep({ parameters, input, target }: Net, learningRate = 0.05): Tensor {
  return tidy(() => {
    const [w1, b1, w2, b2, w3, b3, w4, b4] = parameters as [Parameter, Parameter, Parameter, Parameter, Parameter, Parameter, Parameter, Parameter];
    const low = maxPool2d(relu(conv2d(input, w1, b1, { padding: 1 })), 2);
    const high = maxPool2d(relu(conv2d(low, w2, b2, { padding: 1 })), 2);
    const loss = crossEntropy(linear(relu(linear(flatten(high, 1), w3, b3)), w4, b4), target);
    loss.backward();
    noGrad(() => {
      for (const parameter of parameters) {
        parameter.assign(parameter.sub(parameter.grad!.mul(learningRate)));
        parameter.grad = null;
      }
    });
    return loss.detach();
  });
}
