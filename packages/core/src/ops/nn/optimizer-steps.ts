import type { AdamStepOptions, Backend, SgdStepOptions, Storage } from "../../backend/backend.js";
import { isDense } from "../../backend/layout.js";
import { BackendMismatchError } from "../../errors/backend-mismatch-error.js";
import { ShapeError } from "../../errors/shape-error.js";
import { isObserved, report } from "../../autograd/observe.js";
import { Cell } from "../../tensor/cell.js";
import { formatShape } from "../../tensor/format.js";
import { fromStorage } from "../../tensor/make.js";
import type { Tensor } from "../../tensor/tensor.js";
import { checkFloat, checkSameDType } from "../checks.js";

/** Cells by name, all of the parameter's shape. */
type Cells = Readonly<Record<string, Cell | null>>;

/**
 * One step of SGD: gives `parameter` and `momentumBuffer` their next values; see `SGD` of @convoke/optim, which checks the options.
 *
 * @param momentumBuffer `null` without momentum, and in the first step, which makes it.
 * @returns the momentum buffer, for the next step.
 * @throws {ShapeError} {@link DTypeError} {@link BackendMismatchError} where gradient or buffer differ from the parameter.
 * @example
 * const buffer = sgdStep(weight, weight.grad!, null, { lr: 0.1, momentum: 0.9, dampening: 0, weightDecay: 0, nesterov: false });
 */
export function sgdStep(parameter: Cell, gradient: Tensor, momentumBuffer: Cell | null, options: SgdStepOptions): Cell | null {
  let made: Storage | undefined;
  run("sgdStep", parameter, gradient, { momentumBuffer: options.momentum === 0 ? null : momentumBuffer }, options, (backend, slope, [value, buffer]) => {
    const next = backend.sgdStep(value!, slope, buffer, options);
    if (!buffer) made = next.momentumBuffer;
    return buffer ? [next.parameter, next.momentumBuffer!] : [next.parameter];
  });
  if (!made) return momentumBuffer;
  const first = fromStorage(parameter.backend, made, parameter.shape, "sgdStep");
  try {
    return new Cell(first);
  } finally {
    first.dispose();
  }
}

/**
 * One step of Adam, or of AdamW with `decoupled`: gives all cells their next values; see `Adam` of @convoke/optim, which checks the options.
 *
 * @throws {ShapeError} {@link DTypeError} {@link BackendMismatchError} where gradient or state differ from the parameter.
 */
export function adamStep(parameter: Cell, gradient: Tensor, state: { expAvg: Cell; expAvgSq: Cell; maxExpAvgSq: Cell | null }, options: AdamStepOptions): void {
  const { expAvg, expAvgSq, maxExpAvgSq } = state;
  run("adamStep", parameter, gradient, { expAvg, expAvgSq, maxExpAvgSq }, options, (backend, slope, [value, mean, square, greatest]) => {
    const next = backend.adamStep(value!, slope, { expAvg: mean!, expAvgSq: square!, maxExpAvgSq: greatest }, options);
    return [next.parameter, next.expAvg, next.expAvgSq, ...(next.maxExpAvgSq ? [next.maxExpAvgSq] : [])];
  });
}

/** Calls the kernel with the gradient, dense, and with the storages of the parameter and of the cells that are there, as donations. */
function run(
  name: string,
  parameter: Cell,
  gradient: Tensor,
  state: Cells,
  attributes: object,
  kernel: (backend: Backend, gradient: Storage, donated: readonly Storage[]) => readonly Storage[],
): void {
  check(name, parameter, { gradient, ...state });
  const { backend } = parameter;
  const cells = [parameter, ...Object.values(state).filter((cell) => cell !== null)];
  const copy = isDense(gradient.layout) ? null : backend.copy(gradient.view, gradient.dtype);
  try {
    Cell.donate(backend, cells, (storages) => kernel(backend, copy ?? gradient.shared.storage, storages));
  } finally {
    if (copy) backend.free(copy);
  }
  if (!isObserved()) return;
  const output = parameter.alias({ variable: null });
  try {
    report({ name, inputs: { parameter, gradient, ...state }, attributes, output });
  } finally {
    output.dispose();
  }
}

function check(name: string, parameter: Cell, others: Readonly<Record<string, Tensor | null>>): void {
  checkFloat(name, parameter, "parameter");
  checkSameDType(name, { parameter, ...others });
  for (const [what, tensor] of Object.entries(others)) {
    if (tensor && tensor.backend !== parameter.backend) {
      throw new BackendMismatchError(`${name}: ${what} lives on ${tensor.backend.name}, expected ${parameter.backend.name}, the backend of the parameter`);
    }
    if (tensor && String(tensor.shape) !== String(parameter.shape)) {
      throw new ShapeError(`${name}: ${what} has shape ${formatShape(tensor.shape)}, expected ${formatShape(parameter.shape)}, that of the parameter`);
    }
  }
}
