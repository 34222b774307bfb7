import { DisposedError } from "../errors/disposed-error.js";
import { currentScope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";
import { Variable, type GradNode } from "../tensor/variable.js";
import type { Inputs, OpDefinition, Saved, Specs, TensorSpec } from "./define-op.js";

let created = 0;

/** Records one op: what made `output`, from which variables, and the values that its rule needs. */
export function record<I extends Inputs, A extends object>(
  definition: OpDefinition<I, A>,
  inputs: I,
  attributes: A,
  output: Tensor,
  auxiliary: readonly Tensor[],
): Variable {
  const names = Object.keys(inputs) as (keyof I & string)[];
  const variables = names.map((name) => (inputs[name]?.requiresGrad ? inputs[name].variable : null));
  const node = new RecordedOp(definition, names, variables, attributes);
  const variable = new Variable(true, node);
  output.variable = variable;
  node.save(inputs, output, auxiliary);
  currentScope()?.nodes.push(node);
  return variable;
}

class RecordedOp<I extends Inputs, A extends object> implements GradNode {
  readonly id = ++created;
  readonly name: string;
  readonly inputs: readonly (Variable | null)[];
  private readonly definition: OpDefinition<I, A>;
  private readonly names: readonly (keyof I & string)[];
  private readonly attributes: A;
  private readonly saved: Record<string, Tensor | readonly Tensor[]> = {};
  private readonly specs: Record<string, TensorSpec> = {};
  released = false;

  constructor(definition: OpDefinition<I, A>, names: readonly (keyof I & string)[], inputs: readonly (Variable | null)[], attributes: A) {
    this.name = definition.name;
    this.definition = definition;
    this.names = names;
    this.inputs = inputs;
    this.attributes = attributes;
  }

  save(inputs: I, output: Tensor, auxiliary: readonly Tensor[]): void {
    for (const name of this.names) {
      const tensor = inputs[name];
      if (tensor) this.specs[name] = { shape: tensor.shape, dtype: tensor.dtype };
    }
    const { saves = [] } = this.definition;
    const wanted = (name: keyof I & string): boolean => inputs[name]?.requiresGrad ?? false;
    for (const key of typeof saves === "function" ? saves(this.attributes, wanted) : saves) {
      const kept = (tensor: Tensor): Tensor => tensor.alias({ tracked: false });
      const tensor = key === "output" ? output : inputs[key];
      if (key === "auxiliary") this.saved.auxiliary = auxiliary.map(kept);
      else if (tensor) this.saved[key as string] = kept(tensor);
    }
  }

  gradients(gradOutput: Tensor): readonly ((() => Tensor) | undefined)[] {
    if (this.released) {
      throw new DisposedError(`backward: the recorded ${this.name} was already used and freed`, {
        hint: "pass { retainGraph: true } to the first backward, or run the forward pass again",
      });
    }
    const rule = this.definition.backward!(gradOutput, this.saved as unknown as Saved<I>, this.attributes, this.specs as Specs<I>);
    return this.names.map((name) => rule[name]);
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    for (const each of Object.values(this.saved).flat()) each.dispose("backward");
  }
}
