import type { OpEvent, Tensor } from "@convoke/core";
import type { Field } from "./field.js";
import { propagate } from "./propagate.js";
import type { AxisField, ReceptiveField } from "./receptive-field.js";

/** Follows the receptive field of every tensor on the way from one input [N, C, H, W] or [C, H, W], op by op. */
export class FieldTracker {
  readonly #axes: readonly { readonly length: number; readonly fields: WeakMap<Tensor, Field | null> }[];

  constructor(input: Tensor) {
    const spatial = input.rank < 3 ? [] : [input.rank - 2, input.rank - 1];
    this.#axes = spatial.map((axis) => ({
      length: input.shape[axis]!,
      fields: new WeakMap([[input, { kind: "moving", axis, size: 1, jump: 1, start: 0 }]]),
    }));
  }

  follow(event: OpEvent): void {
    for (const { length, fields } of this.#axes) {
      const field = propagate(event, (tensor) => fields.get(tensor) ?? null, length);
      if (field) fields.set(event.output, field);
    }
  }

  /** `null` when the tensor does not come from the input, or the input has no rows and columns. */
  of(tensor: Tensor): ReceptiveField | null {
    const [height, width] = this.#axes.map(({ fields }) => fields.get(tensor) ?? null);
    return height && width ? { height: toAxisField(height), width: toAxisField(width) } : null;
  }
}

function toAxisField(field: Field): AxisField {
  if (field.kind === "unknown") return { size: null, jump: null, start: null, problem: field.reason };
  return { size: field.size, jump: field.kind === "moving" ? field.jump : 0, start: field.start, problem: null };
}
