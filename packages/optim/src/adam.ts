import type { Parameter, Tensor } from "@convoke/core";
import { adamDefaults, type AdamOptions, type AdamState, adamStateNames, checkAdam, updateAdam } from "./update-adam.js";
import { Optimizer } from "./optimizer.js";
import type { Trainable } from "./parameter-group.js";

/**
 * Adam: steps of about lr, whatever the size of the gradient. PyTorch: `torch.optim.Adam`.
 *
 * g ← g + λθ; m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − lr · m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
 *
 * Default lr 0.001. Kingma and Ba, "Adam: a method for stochastic optimization", 2014.
 *
 * @throws {ArgumentError} `Adam: betas[0] is 1, expected at least 0 and less than 1`
 * @example
 * const optimizer = new Adam(parameters(model), { lr: 0.002 });
 */
export class Adam extends Optimizer<AdamOptions, AdamState> {
  constructor(params: Trainable<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super("Adam", params, options, adamDefaults);
  }

  protected check(options: AdamOptions): void {
    checkAdam("Adam", options);
  }

  protected stateNames(options: AdamOptions): readonly string[] {
    return adamStateNames(options);
  }

  protected update(parameter: Parameter, gradient: Tensor, state: AdamState, options: AdamOptions): void {
    updateAdam(parameter, gradient, state, options, false);
  }
}
