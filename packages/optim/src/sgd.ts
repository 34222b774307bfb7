import { ArgumentError, type Cell, type Parameter, sgdStep, type Tensor } from "@convoke/core";
import { checkNotNegative, Optimizer } from "./optimizer.js";
import type { OptimizerOptions, Trainable } from "./parameter-group.js";

export interface SGDOptions extends OptimizerOptions {
  /** The share of the last direction that is kept; default 0. */
  momentum: number;
  /** How much less the gradient counts against the momentum; default 0. */
  dampening: number;
  /** λ, pulls the parameters to 0; default 0. */
  weightDecay: number;
  /** Looks one step of momentum ahead; default false. */
  nesterov: boolean;
}

type SGDState = { momentumBuffer?: Cell };

/**
 * Stochastic gradient descent, with momentum if wanted. PyTorch: `torch.optim.SGD`.
 *
 * g ← g + λθ; b ← µb + (1 − dampening)g (b ← g in the first step); d = g + µb with Nesterov, b with momentum, else g; θ ← θ − lr · d
 *
 * Default lr 0.001. Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
 *
 * @throws {ArgumentError} `SGD: lr is -1, expected a number of at least 0`
 * @example
 * const optimizer = new SGD(parameters(model), { lr: 0.05, momentum: 0.9 });
 * optimizer.zeroGrad();
 * crossEntropy(model.forward(images), labels).backward();
 * optimizer.step();
 */
export class SGD extends Optimizer<SGDOptions, SGDState> {
  constructor(params: Trainable<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super("SGD", params, options, { lr: 0.001, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false });
  }

  protected check({ lr, momentum, dampening, weightDecay, nesterov }: SGDOptions): void {
    for (const [what, value] of Object.entries({ lr, momentum, weightDecay })) checkNotNegative("SGD", what, value);
    if (!Number.isFinite(dampening)) throw new ArgumentError(`SGD: dampening is ${String(dampening)}, expected a number`);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ArgumentError(`SGD: momentum is ${momentum} and dampening ${dampening}, expected momentum and no dampening with nesterov`);
    }
  }

  protected stateNames({ momentum }: SGDOptions): readonly string[] {
    return momentum === 0 ? [] : ["momentumBuffer"];
  }

  protected update(parameter: Parameter, gradient: Tensor, state: SGDState, options: SGDOptions): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    const buffer = sgdStep(parameter, gradient, state.momentumBuffer ?? null, { lr, momentum, dampening, weightDecay, nesterov });
    if (buffer) state.momentumBuffer = buffer;
  }
}
