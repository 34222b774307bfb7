/** Which cells of the model's input a layer's output sees, along its rows and columns. */
export interface ReceptiveField {
  readonly height: AxisField;
  readonly width: AxisField;
}

/**
 * Output cell i sees the input cells start + i·jump … start + i·jump + size − 1; its centre is start + i·jump + (size − 1) / 2.
 *
 * `start` is negative where the field begins in the padding. With jump 0 every output sees the same cells. A dilated kernel counts with its gaps, and
 * where branches meet the field holds those of all. `problem` says why there is no such formula; the numbers are null then.
 */
export interface AxisField {
  readonly size: number | null;
  readonly jump: number | null;
  readonly start: number | null;
  readonly problem: string | null;
}
