import type { Backend, Storage, View } from "../backend/backend.js";
import { isFloat, type DType } from "../backend/dtype.js";
import { isDense, type Layout, type Shape } from "../backend/layout.js";
import { ArgumentError } from "../errors/argument-error.js";
import { BackendMismatchError } from "../errors/backend-mismatch-error.js";
import { describeValue } from "../tensor/format.js";
import { checkSupport, fromStorage } from "../tensor/make.js";
import { Tensor } from "../tensor/tensor.js";
import { isGradEnabled } from "./grad-mode.js";
import { isObserved, report } from "./observe.js";
import { record } from "./tape.js";

/** Shape and dtype of a result. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Inputs by name; an absent optional one is `null` or `undefined`. */
export type Inputs = Readonly<Record<string, Tensor | null | undefined>>;

type Views<I> = { readonly [K in keyof I]: I[K] extends Tensor ? View : View | undefined };
type Dense<I> = { readonly [K in keyof I]: I[K] extends Tensor ? Storage : Storage | undefined };
export type Specs<I> = { readonly [K in keyof I]: I[K] extends Tensor ? TensorSpec : TensorSpec | undefined };

/** What a rule may use besides gradOutput: only the tensors that `saves` names are there. */
export type Saved<I> = I & { readonly output: Tensor; readonly auxiliary: readonly Tensor[] };

export type Savable<I> = keyof I | "output" | "auxiliary";

/** A result with others that are not differentiable: the argmax of a max-pool, the statistics of a batch norm. */
export interface WithAuxiliary {
  readonly output: Storage;
  readonly auxiliary: readonly Storage[];
}

export interface OpDefinition<I extends Inputs, A extends object> {
  readonly name: string;
  /** Validates and throws, the only place that does; gives the result's shape and dtype. */
  readonly infer: (inputs: I, attributes: A) => TensorSpec;
  /** The tensors that the rule needs (for the inputs whose gradient is wanted); everything else may be freed. */
  readonly saves?: readonly Savable<I>[] | ((attributes: A, wanted: (input: keyof I & string) => boolean) => readonly Savable<I>[]);
  /** Exactly one of these three: a layout of `input`, a kernel that reads any layout, or one that gets dense storages. */
  readonly view?: (layout: Layout, attributes: A) => Layout;
  readonly forward?: (backend: Backend, inputs: Views<I>, attributes: A, output: TensorSpec) => Storage;
  readonly forwardDense?: (backend: Backend, inputs: Dense<I>, attributes: A, output: TensorSpec) => Storage | WithAuxiliary;
  /** The shape of each auxiliary, where it is not the output's. */
  readonly auxiliaryShape?: (attributes: A) => Shape;
  /** The rule: a thunk for each input that has a gradient, written with tensor ops, so that it can be differentiated again. */
  readonly backward?: (gradOutput: Tensor, saved: Saved<I>, attributes: A, specs: Specs<I>) => { readonly [K in keyof I]?: () => Tensor };
}

interface Results {
  readonly output: Tensor;
  readonly auxiliary: readonly Tensor[];
}

export interface Op<I extends Inputs, A extends object> {
  (inputs: I, attributes: A): Tensor;
  /** The result together with its auxiliaries. */
  withAuxiliary(inputs: I, attributes: A): Results;
  readonly definition: OpDefinition<I, A>;
}

/**
 * Makes an op out of its shape rule, its kernel and its gradient rule; recording, saving, observing and backend checks happen here.
 *
 * @example
 * const double = defineOp({
 *   name: "double",
 *   infer: ({ input }: { input: Tensor }) => input,
 *   forward: (backend, { input }) => backend.binary("mul", input, 2),
 *   backward: (gradOutput) => ({ input: () => mul(gradOutput, 2) }),
 * });
 */
export function defineOp<I extends Inputs, A extends object>(definition: OpDefinition<I, A>): Op<I, A> {
  const withAuxiliary = (inputs: I, attributes: A): Results => {
    const backend = commonBackend(definition.name, inputs);
    const spec = definition.infer(inputs, attributes);
    const { output, auxiliary } = run(definition, backend, inputs, attributes, spec);
    if (definition.backward && isGradEnabled() && isFloat(output.dtype) && anyRequiresGrad(inputs)) {
      output.variable = record(definition, inputs, attributes, output, auxiliary);
    }
    if (isObserved()) report({ name: definition.name, inputs, attributes, output });
    return { output, auxiliary };
  };
  const op = (inputs: I, attributes: A): Tensor => {
    const { output, auxiliary } = withAuxiliary(inputs, attributes);
    for (const each of auxiliary) each.dispose(definition.name);
    return output;
  };
  return Object.assign(op, { withAuxiliary, definition });
}

function run<I extends Inputs, A extends object>(
  definition: OpDefinition<I, A>,
  backend: Backend,
  inputs: I,
  attributes: A,
  spec: TensorSpec,
): Results {
  const { name, view, forward, forwardDense } = definition;
  if (view) {
    const { shared, layout } = inputs.input!;
    return { output: new Tensor({ shared, layout: view(layout, attributes), createdBy: name }), auxiliary: [] };
  }
  checkSupport(name, backend, spec.shape, spec.dtype);
  if (forward) {
    const storage = forward(backend, mapInputs(inputs, (tensor) => tensor.view) as Views<I>, attributes, spec);
    return { output: fromStorage(backend, storage, spec.shape, name), auxiliary: [] };
  }
  const copies: Storage[] = [];
  let result: Storage | WithAuxiliary;
  try {
    const storages = mapInputs(inputs, (tensor) => {
      if (isDense(tensor.layout)) return tensor.shared.storage;
      const copy = backend.copy(tensor.view, tensor.dtype);
      copies.push(copy);
      return copy;
    });
    result = forwardDense!(backend, storages as Dense<I>, attributes, spec);
  } finally {
    for (const copy of copies) backend.free(copy);
  }
  const { output, auxiliary } = "output" in result ? result : { output: result, auxiliary: [] };
  const auxiliaryShape = definition.auxiliaryShape?.(attributes) ?? spec.shape;
  return {
    output: fromStorage(backend, output, spec.shape, name),
    auxiliary: auxiliary.map((each) => fromStorage(backend, each, auxiliaryShape, name)),
  };
}

function mapInputs<R>(inputs: Inputs, map: (tensor: Tensor) => R): Record<string, R | undefined> {
  const mapped: Record<string, R | undefined> = {};
  for (const key in inputs) mapped[key] = inputs[key] ? map(inputs[key]) : undefined;
  return mapped;
}

function anyRequiresGrad(inputs: Inputs): boolean {
  for (const key in inputs) if (inputs[key]?.requiresGrad) return true;
  return false;
}

function commonBackend(name: string, inputs: Inputs): Backend {
  let backend: Backend | null = null;
  for (const key in inputs) {
    const tensor = inputs[key];
    if (tensor === null || tensor === undefined) continue;
    if (!(tensor instanceof Tensor)) throw new ArgumentError(`${name}: ${key} must be a Tensor, got ${describeValue(tensor)}`);
    backend ??= tensor.backend;
    if (tensor.backend !== backend) {
      throw new BackendMismatchError(`${name}: inputs live on backends ${backend.name} and ${tensor.backend.name}, expected one`, {
        hint: "move one with await tensor.to(backend)",
      });
    }
  }
  if (backend === null) throw new ArgumentError(`${name}: expected a Tensor, got nothing`);
  return backend;
}
