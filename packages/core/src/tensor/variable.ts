import type { Tensor } from "./tensor.js";

/** What autograd knows of a tensor; a handle, its views kept on the tape and its detached copies are told apart by it. */
export class Variable {
  requiresGrad: boolean;
  /** The op that made it; `null` for a leaf. */
  readonly node: GradNode | null;
  /** The accumulated gradient of a leaf (or of a tensor that asked for it by `retainGrad`). */
  grad: Tensor | null = null;
  retainsGrad = false;

  constructor(requiresGrad: boolean, node: GradNode | null) {
    this.requiresGrad = requiresGrad;
    this.node = node;
  }
}

/** One recorded op on the tape. */
export interface GradNode {
  /** Creation number: inputs always have smaller ones. */
  readonly id: number;
  readonly name: string;
  /** In the order of `gradients`; `null` where no gradient is wanted. */
  readonly inputs: readonly (Variable | null)[];
  /** Thunks, so that only the gradients that are wanted get computed. */
  gradients(gradOutput: Tensor): readonly ((() => Tensor) | undefined)[];
  /** Drops what it saved. */
  release(): void;
  readonly released: boolean;
}
