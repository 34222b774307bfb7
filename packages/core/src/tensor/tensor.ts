/// <reference lib="esnext.disposable" preserve="true" />
import type { Backend, Storage, View } from "../backend/backend.js";
import { isFloat, type DType, type TypedArray } from "../backend/dtype.js";
import { sizeOf, type Layout, type Shape } from "../backend/layout.js";
import { BackendMismatchError } from "../errors/backend-mismatch-error.js";
import { DisposedError } from "../errors/disposed-error.js";
import { DTypeError } from "../errors/dtype-error.js";
import { ArgumentError } from "../errors/argument-error.js";
import { printTensor } from "./print.js";
import { checkOneElement, nest, readData, readDataSync, type NestedArray } from "./read.js";
import { currentScope } from "./scope.js";
import type { SharedStorage } from "./shared-storage.js";
import { Variable } from "./variable.js";

/** What a tensor is made of; engine use only. */
export interface TensorParts {
  readonly shared: SharedStorage;
  readonly layout: Layout;
  readonly createdBy: string;
  readonly variable?: Variable | null;
  /** Whether a running `tidy` disposes it; default true. */
  readonly tracked?: boolean;
  /** A second handle of the engine, which does not own the gradient. */
  readonly isAlias?: boolean;
}

/**
 * An n-dimensional array on one backend, immutable to its users, with the gradient machinery attached.
 *
 * Make one with `tensor`, `zeros`, `randn`, …; every op is both a function and a method. PyTorch: `torch.Tensor`.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]], { requiresGrad: true });
 * x.square().sum().backward();
 * console.log(await x.grad!.toArray()); // [[2, 4], [6, 8]]
 */
export class Tensor {
  readonly shape: Shape;
  readonly dtype: DType;
  /** @internal */ readonly layout: Layout;
  /** @internal Replaced by `Cell.assign`, null when disposed. */ held: SharedStorage | null;
  /** @internal */ readonly createdBy: string;
  /** @internal */ readonly isAlias: boolean;
  /** @internal */ variable: Variable | null;
  /** @internal */ disposedBy: string | null = null;

  /** @internal */
  constructor({ shared, layout, createdBy, variable = null, tracked = true, isAlias = false }: TensorParts) {
    this.shape = layout.shape;
    this.dtype = shared.storage.dtype;
    this.layout = layout;
    this.held = shared.retain();
    this.createdBy = createdBy;
    this.variable = variable;
    this.isAlias = isAlias;
    if (tracked) currentScope()?.tensors.add(this);
  }

  /** The number of axes; 0 for a scalar. */
  get rank(): number {
    return this.shape.length;
  }

  /** The number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }

  get backend(): Backend {
    return this.shared.backend;
  }

  /** @internal Throws when disposed. */
  get shared(): SharedStorage {
    const shared = this.held;
    if (shared === null) {
      throw new DisposedError(`tensor was disposed: created by ${this.createdBy}, disposed by ${this.disposedBy ?? "dispose"}`, {
        hint: "return it from tidy, or use it before it is disposed",
      });
    }
    return shared;
  }

  /** @internal */
  get view(): View<Storage> {
    return { storage: this.shared.storage, layout: this.layout };
  }

  get isDisposed(): boolean {
    return this.held === null;
  }

  /** Whether gradients flow to this tensor. Settable on leaves of a float dtype. */
  get requiresGrad(): boolean {
    return this.variable?.requiresGrad ?? false;
  }

  set requiresGrad(value: boolean) {
    if (value === this.requiresGrad) return;
    if (this.variable?.node) {
      throw new ArgumentError(`requiresGrad: cannot be changed on the result of ${this.createdBy}, only on a leaf`, { hint: "use detach()" });
    }
    if (value && !isFloat(this.dtype)) throw new DTypeError(`requiresGrad: only float tensors have gradients, got ${this.dtype}`);
    this.variable ??= new Variable(value, null);
    this.variable.requiresGrad = value;
  }

  /** Whether no recorded op made it. */
  get isLeaf(): boolean {
    return !this.variable?.node;
  }

  /** The accumulated gradient of a leaf after `backward`, else `null`. It belongs to this tensor and is disposed with it. */
  get grad(): Tensor | null {
    return this.variable?.grad ?? null;
  }

  set grad(value: Tensor | null) {
    const old = this.variable?.grad ?? null;
    if (old === value) return;
    if (value !== null && String(value.shape) !== String(this.shape)) {
      throw new ArgumentError(`grad: must have the tensor's shape [${this.shape.join(", ")}], got [${value.shape.join(", ")}]`);
    }
    if (value !== null && value.dtype !== this.dtype) throw new DTypeError(`grad: value is ${value.dtype}, expected ${this.dtype}`);
    if (value !== null && value.backend !== this.backend) throw new BackendMismatchError(`grad: value lives on ${value.backend.name}, expected ${this.backend.name}`);
    this.variable ??= new Variable(this.requiresGrad, null);
    this.variable.grad = value === null ? null : value.alias({ tracked: false });
    old?.dispose("grad");
  }

  /** Keeps the gradient of this non-leaf in `grad` too. PyTorch: `retain_grad`. */
  retainGrad(): this {
    if (!this.requiresGrad) throw new ArgumentError("retainGrad: the tensor does not require a gradient");
    this.variable!.retainsGrad = true;
    return this;
  }

  /** The elements in row-major order, as a fresh array. */
  data(): Promise<TypedArray> {
    return readData(this);
  }

  /** The only element. PyTorch: `item`. */
  async item(): Promise<number> {
    checkOneElement("item", this);
    return (await readData(this))[0]!;
  }

  /** The elements as nested arrays (booleans for bool). PyTorch: `tolist`. */
  async toArray(): Promise<NestedArray> {
    return nest(this, await readData(this));
  }

  /** As `data`, at once. Throws where the backend cannot (`capabilities.syncRead`). */
  dataSync(): TypedArray {
    return readDataSync("dataSync", this);
  }

  /** As `item`, at once. */
  itemSync(): number {
    checkOneElement("itemSync", this);
    return readDataSync("itemSync", this)[0]!;
  }

  toString(): string {
    if (this.isDisposed) return `Tensor [${this.shape.join(", ")}] ${this.dtype}, disposed by ${this.disposedBy}`;
    return printTensor(this, this.backend.capabilities.syncRead ? readDataSync("dataSync", this) : null);
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }

  /** @internal Another handle on the same storage and the same variable. */
  alias(parts: Partial<Pick<TensorParts, "tracked" | "variable" | "isAlias">> = {}): Tensor {
    return new Tensor({ shared: this.shared, layout: this.layout, createdBy: this.createdBy, variable: this.variable, isAlias: true, ...parts });
  }

  /** Gives the storage back (when no view and no recorded op needs it any more). A second call does nothing. */
  dispose(by = "dispose"): void {
    if (this.held === null) return;
    this.disposedBy = by;
    this.held.release();
    this.held = null;
    if (!this.isAlias) this.variable?.grad?.dispose(by);
  }

  [Symbol.dispose](): void {
    this.dispose("using");
  }
}
