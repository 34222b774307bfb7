import type { Parameter } from "@convoke/core";
import { Adam, AdamW, SGD } from "@convoke/optim";

export type AnyOptimizer = SGD | Adam | AdamW;

export interface OptimizerChoice {
  readonly make: (parameters: Parameter[], lr: number) => AnyOptimizer;
  readonly about: string;
  /** The learning rate where `--lr` is not given. */
  readonly lr: number;
}

/** What `--optimizer` may name. */
export const optimizers = {
  sgd: { make: (parameters, lr) => new SGD(parameters, { lr, momentum: 0.9 }), about: "SGD with momentum 0.9", lr: 0.05 },
  adam: { make: (parameters, lr) => new Adam(parameters, { lr }), about: "Adam", lr: 0.002 },
  adamw: { make: (parameters, lr) => new AdamW(parameters, { lr }), about: "AdamW", lr: 0.002 },
} satisfies Record<string, OptimizerChoice>;

export type OptimizerName = keyof typeof optimizers;
