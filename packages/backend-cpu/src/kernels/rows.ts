import { collapse, sizeOf, type Layout } from "@convoke/core/backend";
import { offsetsOf } from "./offsets.js";

/** Layouts of one shape as `count` rows of `length` elements: row r of layout i is `starts[i][r] + j · steps[i]`. */
export interface Rows {
  readonly count: number;
  readonly length: number;
  readonly starts: readonly Int32Array[];
  readonly steps: readonly number[];
}

/** Rows in row-major order, as long as the strides allow: dense arrays are one row. */
export function rowsOf(...layouts: readonly Layout[]): Rows {
  const merged = collapse(layouts);
  const { shape } = merged[0]!;
  const outer = shape.slice(0, -1);
  return {
    count: sizeOf(outer),
    length: shape.at(-1) ?? 1,
    starts: merged.map(({ strides, offset }) => offsetsOf({ shape: outer, strides, offset })),
    steps: merged.map(({ strides }) => strides.at(-1) ?? 0),
  };
}
