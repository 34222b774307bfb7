import type { Backend, Storage } from "../backend/backend.js";
import { BackendMismatchError } from "../errors/backend-mismatch-error.js";
import { DTypeError } from "../errors/dtype-error.js";
import { ShapeError } from "../errors/shape-error.js";
import { dense, isDense } from "../backend/layout.js";
import { formatShape } from "./format.js";
import { checkOptions } from "./options.js";
import { SharedStorage } from "./shared-storage.js";
import { Tensor } from "./tensor.js";

/**
 * A tensor whose value can be replaced: a Parameter, a Buffer (running statistics), the state of an optimizer.
 *
 * No `tidy` disposes it. Gradients of earlier steps stay right: the tape keeps the value that it saw.
 */
export class Cell extends Tensor {
  constructor(source: Tensor) {
    super({ shared: denseShared(source), layout: dense(source.shape), createdBy: "cell", tracked: false });
  }

  /**
   * Takes over the value of `source`, which stays usable; both share storage until one of them changes.
   *
   * @throws {ShapeError} {@link DTypeError} {@link BackendMismatchError} when it is of another kind.
   */
  assign(source: Tensor): this {
    this.checkKind("assign", source);
    if (source.backend !== this.backend) {
      throw new BackendMismatchError(`assign: value lives on ${source.backend.name}, expected ${this.backend.name}`);
    }
    this.take(denseShared(source));
    return this;
  }

  /** As `assign`, from a tensor that may live on another backend: this very cell moves there, and drops its gradient. */
  relocate(source: Tensor): this {
    this.checkKind("relocate", source);
    this.grad = null;
    this.take(denseShared(source));
    return this;
  }

  /**
   * @internal Gives the storages of `cells`, all of one backend, to a kernel that overwrites or frees them, and takes the ones that it returns. What
   * somebody else holds too is copied first. A kernel that throws changes nothing.
   */
  static donate(backend: Backend, cells: readonly Cell[], kernel: (storages: readonly Storage[]) => readonly Storage[]): void {
    const isOwn = cells.map(({ shared }) => shared.hasOneHolder);
    const given: Storage[] = [];
    let results: readonly Storage[];
    try {
      cells.forEach(({ view, dtype }, i) => given.push(isOwn[i] ? view.storage : backend.copy(view, dtype)));
      results = kernel(given);
    } catch (error) {
      given.forEach((storage, i) => isOwn[i] || backend.free(storage));
      throw error;
    }
    cells.forEach((cell, i) => {
      if (isOwn[i]) cell.shared.donated();
      else cell.shared.release();
      cell.held = new SharedStorage(backend, results[i]!).retain();
    });
  }

  private take(shared: SharedStorage): void {
    const old = this.shared;
    this.held = shared.retain();
    old.release();
  }

  private checkKind(name: string, source: Tensor): void {
    if (String(source.shape) !== String(this.shape)) {
      throw new ShapeError(`${name}: value has shape ${formatShape(source.shape)}, expected ${formatShape(this.shape)}`);
    }
    if (source.dtype !== this.dtype) throw new DTypeError(`${name}: value is ${source.dtype}, expected ${this.dtype}`);
  }
}

/** The storage of a tensor if it is dense and whole, else a dense copy of it. */
function denseShared(source: Tensor): SharedStorage {
  const { shared, layout } = source;
  if (isDense(layout) && shared.storage.size === source.size) return shared;
  return new SharedStorage(shared.backend, shared.backend.copy(source.view, source.dtype));
}

/** A state tensor that is saved with a layer but not trained. PyTorch: `register_buffer`. */
export class Buffer extends Cell {}

/** A tensor that a layer trains: a leaf that requires a gradient. PyTorch: `nn.Parameter`. */
export class Parameter extends Cell {
  constructor(source: Tensor, options: { readonly requiresGrad?: boolean } = {}) {
    checkOptions("Parameter", options, ["requiresGrad"]);
    super(source);
    this.requiresGrad = options.requiresGrad ?? true;
  }
}
