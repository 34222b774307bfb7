import type { Parameter } from "@convoke/core";
import type { Adam, AdamW, SGD } from "@convoke/optim";

export type AnyOptimizer = SGD | Adam | AdamW;

export interface OptimizerChoice {
  /** Loads the package of the optimizers when one is asked for. */
  readonly make: (parameters: Parameter[], lr: number) => Promise<AnyOptimizer>;
  readonly about: string;
  /** The learning rate where `--lr` is not given. */
  readonly lr: number;
}

const optim = (): Promise<typeof import("@convoke/optim")> => import("@convoke/optim");

/** What `--optimizer` may name. */
export const optimizers = {
  sgd: { make: async (parameters, lr) => new (await optim()).SGD(parameters, { lr, momentum: 0.9 }), about: "SGD with momentum 0.9", lr: 0.05 },
  adam: { make: async (parameters, lr) => new (await optim()).Adam(parameters, { lr }), about: "Adam", lr: 0.002 },
  adamw: { make: async (parameters, lr) => new (await optim()).AdamW(parameters, { lr }), about: "AdamW", lr: 0.002 },
} satisfies Record<string, OptimizerChoice>;

export type OptimizerName = keyof typeof optimizers;
