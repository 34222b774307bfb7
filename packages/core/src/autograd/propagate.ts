import { Cell } from "../tensor/cell.js";
import { currentScope } from "../tensor/scope.js";
import { tidy } from "../tensor/tidy.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Variable } from "../tensor/variable.js";
import { addGradients } from "./add-gradients.js";
import { withGradMode } from "./grad-mode.js";

interface Plan {
  readonly createGraph: boolean;
  readonly retainGraph: boolean;
  /** Collect these gradients; `null`: accumulate into the `grad` of every leaf. */
  readonly inputs: readonly Variable[] | null;
}

/**
 * Reverse mode: walks the recorded ops from the newest to the oldest and adds up what reaches each variable.
 *
 * A variable's gradient is complete when its op's turn comes, since every user of it has a greater creation number.
 */
export function propagate(outputs: readonly Tensor[], seeds: readonly Tensor[], plan: Plan): (Tensor | null)[] {
  const gradients = new Map<Variable, Tensor>();
  const order = reachable(outputs.map((output) => output.variable!));
  const needed = plan.inputs && neededFor(plan.inputs, order);
  const wanted = new Set(plan.inputs);
  let contributions: readonly (Tensor | null)[] = [];
  try {
    withGradMode(plan.createGraph, () => {
      outputs.forEach((output, i) => accumulate(gradients, output.variable!, seeds[i]!.alias({ tracked: false })));
      for (const variable of order) {
        const { node } = variable;
        const gradOutput = gradients.get(variable);
        if (!gradOutput) continue;
        if (node && (!needed || needed.has(variable))) {
          const flows = (input: Variable | null): input is Variable => input !== null && (!needed || needed.has(input) || wanted.has(input));
          contributions = tidy(() =>
            node.gradients(gradOutput).map((thunk, i) => (thunk && flows(node.inputs[i]!) ? thunk().alias() : null)),
          );
          for (const contribution of contributions) if (contribution) currentScope()?.tensors.delete(contribution);
          contributions.forEach((contribution, i) => contribution && accumulate(gradients, node.inputs[i]!, contribution));
          if (!plan.retainGraph) node.release();
        }
        if (!plan.inputs && (!node || variable.retainsGrad)) deposit(variable, gradOutput, plan.createGraph);
        if (!wanted.has(variable)) {
          gradients.delete(variable);
          gradOutput.dispose("backward");
        }
      }
    });
  } catch (error) {
    for (const each of [...gradients.values(), ...contributions]) each?.dispose("backward");
    throw error;
  }
  return (plan.inputs ?? []).map((variable, i, all) => {
    const gradient = gradients.get(variable);
    if (!gradient) return null;
    const result = gradient.alias({ isAlias: false, variable: plan.createGraph ? gradient.variable : null });
    if (all.indexOf(variable, i + 1) < 0) gradient.dispose("backward");
    return result;
  });
}

/** All variables that the outputs depend on, newest op first, leaves last. */
function reachable(roots: readonly Variable[]): Variable[] {
  const found = new Set<Variable>();
  const pending = [...roots];
  while (pending.length > 0) {
    const variable = pending.pop()!;
    if (found.has(variable)) continue;
    found.add(variable);
    for (const input of variable.node?.inputs ?? []) if (input) pending.push(input);
  }
  return [...found].sort((a, b) => (b.node?.id ?? 0) - (a.node?.id ?? 0));
}

/** The variables through whose ops a gradient must flow to reach `inputs`. */
function neededFor(inputs: readonly Variable[], order: readonly Variable[]): Set<Variable> {
  const wanted = new Set(inputs);
  const needed = new Set<Variable>();
  for (const variable of order.toReversed()) {
    if (variable.node?.inputs.some((input) => input !== null && (wanted.has(input) || needed.has(input)))) needed.add(variable);
  }
  return needed;
}

/** Adds a contribution and takes over its handle. */
function accumulate(gradients: Map<Variable, Tensor>, variable: Variable, contribution: Tensor): void {
  const sum = gradients.get(variable);
  if (!sum) {
    gradients.set(variable, contribution);
    return;
  }
  gradients.set(variable, addGradients(sum, contribution));
  sum.dispose("backward");
  contribution.dispose("backward");
}

/** Leaves the gradient with its variable, added to what is there. */
function deposit(variable: Variable, gradient: Tensor, createGraph: boolean): void {
  const old = variable.grad;
  if (createGraph) {
    const total = old ? addGradients(old, gradient) : gradient.alias({ tracked: false });
    currentScope()?.roots.push(total);
    variable.grad = total;
    old?.dispose("backward");
  } else if (old instanceof Cell) {
    const total = addGradients(old, gradient);
    old.assign(total);
    total.dispose("backward");
  } else {
    const total = old ? addGradients(old, gradient) : gradient;
    variable.grad = new Cell(total);
    if (old) {
      total.dispose("backward");
      old.dispose("backward");
    }
  }
}
