import type { Shape } from "@convoke/core";
import type { ReceptiveField } from "../field/receptive-field.js";

/** One call of a layer, or a layer that was never called. Plain data. */
export interface SummaryRow {
  /** The state-dict key; "" for the model itself. */
  readonly key: string;
  /** The key, with ":2" for a second call under it. */
  readonly name: string;
  /** The layer's class. */
  readonly type: string;
  readonly status: "called" | "called again" | "not called";
  readonly inputShape: Shape | null;
  readonly outputShape: Shape | null;
  /** Of the layer's own convolution or pooling. */
  readonly kernelSize: readonly [height: number, width: number] | null;
  /** Elements of all parameters in the layer, a shared one once; "called again" has them too. */
  readonly parameters: number;
  readonly trainableParameters: number;
  /** Of its own fields only, without those of inner layers. */
  readonly ownParameters: number;
  /** Of this call, inner layers included. */
  readonly macs: number;
  /** What the ops of this call write, inner layers included. */
  readonly activationBytes: number;
  readonly receptiveField: ReceptiveField | null;
  readonly children: readonly SummaryRow[];
}
