import {
  batchNorm, Buffer, conv2d, crossEntropy, dropout, linear, maxPool2d, mul, noGrad, ones, Parameter, randint, randn, relu, sub, tidy, zeros, type Tensor,
} from "../index.js";

export interface SmallNet {
  /** The loss of the fixed batch. */
  readonly forward: () => Tensor;
  /** One step of gradient descent in its own tidy; returns the loss. */
  readonly step: () => number;
  readonly trained: readonly Parameter[];
  readonly zeroGrad: () => void;
  readonly dispose: () => void;
}

/** conv(1 → 2, 3×3) [→ batch norm] → relu → max-pool 2 [→ dropout] → linear(8 → 3) → cross-entropy, on the current backend; without batch norm the relu is fused. */
export function smallNet(normalised: boolean): SmallNet {
  return tidy(() => {
    const [weight, bias, linearWeight, linearBias] = [randn([2, 1, 3, 3]), zeros([2]), randn([3, 8]), zeros([3])].map((each) => new Parameter(each)) as [Parameter, Parameter, Parameter, Parameter];
    const [scale, shift] = [new Parameter(ones([2])), new Parameter(zeros([2]))];
    const [runningMean, runningVar] = [new Buffer(zeros([2])), new Buffer(ones([2]))];
    const [images, labels] = [new Buffer(randn([4, 1, 6, 6])), new Buffer(randint(0, 3, [4]))];
    const trained = [weight, bias, linearWeight, linearBias, ...(normalised ? [scale, shift] : [])];
    const features = (): Tensor => {
      if (!normalised) return maxPool2d(conv2d(images, weight, bias, { activation: "relu" }), 2);
      const normal = batchNorm(conv2d(images, weight, bias), runningMean, runningVar, scale, shift, { training: true });
      return dropout(maxPool2d(relu(normal), 2), { p: 0.25 });
    };
    const forward = (): Tensor => crossEntropy(linear(features().flatten(1), linearWeight, linearBias), labels);
    const zeroGrad = (): void => { for (const parameter of trained) parameter.grad = null; };
    const step = (): number => tidy(() => {
      zeroGrad();
      const loss = forward();
      loss.backward();
      noGrad(() => { for (const parameter of trained) parameter.assign(sub(parameter, mul(parameter.grad!, 0.05))); });
      return loss.itemSync();
    });
    const dispose = (): void => { for (const each of [weight, bias, linearWeight, linearBias, scale, shift, runningMean, runningVar, images, labels]) each.dispose(); };
    return { forward, step, trained, zeroGrad, dispose };
  });
}
