import { adamStep, ArgumentError, Cell, type Parameter, type Tensor, zerosLike } from "@convoke/core";
import { checkNotNegative } from "./optimizer.js";
import type { OptimizerOptions } from "./parameter-group.js";

export interface AdamOptions extends OptimizerOptions {
  /** β₁ and β₂: how slowly the means of the gradient and of its square move; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** ε, keeps the division away from 0; default 1e-8. */
  eps: number;
  /** λ, pulls the parameters to 0; default 0 in Adam, 0.01 in AdamW. */
  weightDecay: number;
  /** Divides by the greatest mean square so far (Reddi et al., 2018); default false. */
  amsgrad: boolean;
}

export type AdamState = { step?: number; expAvg?: Cell; expAvgSq?: Cell; maxExpAvgSq?: Cell };

export const adamDefaults: AdamOptions = { lr: 0.001, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, amsgrad: false, maximize: false };

export function checkAdam(name: string, { lr, betas, eps, weightDecay }: AdamOptions): void {
  for (const [what, value] of Object.entries({ lr, eps, weightDecay })) checkNotNegative(name, what, value);
  if (!Array.isArray(betas) || betas.length !== 2) throw new ArgumentError(`${name}: betas is ${String(betas)}, expected two numbers`);
  betas.forEach((beta, i) => {
    if (!(beta >= 0 && beta < 1)) throw new ArgumentError(`${name}: betas[${i}] is ${String(beta)}, expected at least 0 and less than 1`);
  });
}

export function adamStateNames({ amsgrad }: AdamOptions): readonly string[] {
  return ["step", "expAvg", "expAvgSq", ...(amsgrad ? ["maxExpAvgSq"] : [])];
}

/** The kernel's step of Adam, or of AdamW with `decoupled`; makes the state in the first one. */
export function updateAdam(parameter: Parameter, gradient: Tensor, state: AdamState, options: AdamOptions, decoupled: boolean): void {
  const { lr, betas: [beta1, beta2], eps, weightDecay, amsgrad } = options;
  const step = (state.step = (state.step ?? 0) + 1);
  const expAvg = (state.expAvg ??= new Cell(zerosLike(parameter)));
  const expAvgSq = (state.expAvgSq ??= new Cell(zerosLike(parameter)));
  const maxExpAvgSq = amsgrad ? (state.maxExpAvgSq ??= new Cell(zerosLike(parameter))) : null;
  adamStep(parameter, gradient, { expAvg, expAvgSq, maxExpAvgSq }, { lr, beta1, beta2, eps, weightDecay, decoupled, step });
}
