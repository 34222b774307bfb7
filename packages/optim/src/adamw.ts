import type { Parameter, Tensor } from "@convoke/core";
import { adamDefaults, type AdamOptions, type AdamState, adamStateNames, checkAdam, updateAdam } from "./update-adam.js";
import { Optimizer } from "./optimizer.js";
import type { Trainable } from "./parameter-group.js";

/**
 * Adam with decoupled weight decay: θ ← (1 − lr · λ)θ, then Adam's step without it. PyTorch: `torch.optim.AdamW`.
 *
 * Default lr 0.001, weightDecay 0.01. Loshchilov and Hutter, "Decoupled weight decay regularization", 2017.
 *
 * @throws {ArgumentError} `AdamW: eps is -1, expected a number of at least 0`
 * @example
 * const optimizer = new AdamW(parameters(model), { lr: 0.002, weightDecay: 0.05 });
 */
export class AdamW extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Trainable<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super("AdamW", params, options, { ...adamDefaults, weightDecay: 0.01 });
  }

  protected check(options: AdamOptions): void {
    checkAdam("AdamW", options);
  }

  protected stateNames(options: AdamOptions): readonly string[] {
    return adamStateNames(options);
  }

  protected update(parameter: Parameter, gradient: Tensor, state: AdamState, options: AdamOptions): void {
    updateAdam(parameter, gradient, state, options, true);
  }
}
