import { ArgumentError, Cell, checkOptions, neg, noGrad, type Parameter, type Tensor, tidy } from "@convoke/core";
import { loadState, type OptimizerStateDict, type ParameterState, saveState } from "./optimizer-state.js";
import { type OptimizerOptions, type ParameterGroup, resolveGroups, type Trainable } from "./parameter-group.js";

/**
 * What all optimizers share: groups, steps, state. A subclass checks its options and updates one parameter.
 *
 * PyTorch: `torch.optim.Optimizer`.
 */
export abstract class Optimizer<O extends OptimizerOptions, S extends ParameterState> {
  /** One for each group given, or one for all parameters. Options may change between steps: `for (const group of optimizer.groups) group.lr *= 0.5`. */
  readonly groups: readonly ParameterGroup<O>[];
  readonly #name: string;
  readonly #state = new Map<Parameter, S>();

  protected constructor(name: string, trainable: Trainable<O>, options: Partial<O>, defaults: O) {
    checkOptions(name, options, Object.keys(defaults));
    this.#name = name;
    this.groups = resolveGroups(name, trainable, { ...defaults, ...options }, (group) => this.check(group));
  }

  /** Throws an ArgumentError for options outside of their range. */
  protected abstract check(options: O): void;

  /** Assigns the next value to `parameter`; `gradient` points downhill. `state` is kept for the next step. */
  protected abstract update(parameter: Parameter, gradient: Tensor, state: S, options: O): void;

  /** What `update` keeps in `state` with these options. */
  protected abstract stateNames(options: O): readonly string[];

  /** Updates every parameter that has a gradient. Synchronous; leaves no tensors behind but its state. */
  step(): void {
    noGrad(() => {
      for (const group of this.groups) {
        for (const parameter of group.params) {
          const { grad } = parameter;
          if (grad === null) continue;
          const state = this.#state.get(parameter) ?? ({} as S);
          this.#state.set(parameter, state);
          tidy(() => this.update(parameter, group.maximize ? neg(grad) : grad, state, group));
        }
      }
    });
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const { params } of this.groups) for (const parameter of params) parameter.grad = null;
  }

  /** Options and state, to go on later with `loadStateDict`: a snapshot, in which nothing is copied until the next step. */
  stateDict(): OptimizerStateDict {
    const all = this.groups.flatMap(({ params }) => params);
    return {
      state: Object.fromEntries([...this.#state].map(([parameter, state]) => [all.indexOf(parameter), saveState(state)])),
      groups: this.groups.map(({ params, ...options }) => ({ ...options, params: params.map((parameter) => all.indexOf(parameter)) })),
    };
  }

  /**
   * Goes on where the optimizer of `stateDict` stopped. A problem is an error, and nothing has changed then.
   *
   * @throws {ArgumentError} when groups, options, or the state of a parameter do not fit.
   */
  loadStateDict({ groups, state }: OptimizerStateDict): void {
    const name = `${this.#name}.loadStateDict`;
    const sizes = (all: readonly { readonly params: readonly unknown[] }[]): string => `[${all.map(({ params }) => params.length).join(", ")}]`;
    if (sizes(groups) !== sizes(this.groups)) {
      throw new ArgumentError(`${name}: groups have ${sizes(groups)} parameters, expected ${sizes(this.groups)}`);
    }
    const loaded = new Map<Parameter, S>();
    const options = this.groups.map((group, g) => {
      const { params, ...own } = groups[g]!;
      const { params: _, ...current } = group;
      checkOptions(name, own, Object.keys(current));
      const merged = { ...group, ...own };
      this.check(merged);
      group.params.forEach((parameter, i) => {
        const number = params[i]!;
        const saved = state[number];
        if (saved) loaded.set(parameter, loadState(`${name}: state of parameter ${number}`, saved, this.stateNames(merged), parameter) as S);
      });
      return own;
    });
    this.groups.forEach((group, g) => Object.assign(group, options[g]));
    for (const old of this.#state.values()) for (const value of Object.values(old)) if (value instanceof Cell) value.dispose("loadStateDict");
    this.#state.clear();
    for (const [parameter, entry] of loaded) this.#state.set(parameter, entry);
  }
}

/** Throws unless `value` is a finite number of at least 0. */
export function checkNotNegative(name: string, what: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw new ArgumentError(`${name}: ${what} is ${String(value)}, expected a number of at least 0`);
}
