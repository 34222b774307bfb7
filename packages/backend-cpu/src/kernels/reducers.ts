import type { ReduceOp, TypedArray } from "@convoke/core/backend";

export type FoldOp = Exclude<ReduceOp, "argmax">;

/** The loops of one reduction; elements are x[from], x[from + step] … */
export interface Reducer {
  readonly start: number;
  /** value ∘ all `length` elements */
  readonly along: (value: number, x: TypedArray, from: number, step: number, length: number) => number;
  /** row[j] ∘= element j */
  readonly across: (row: Float64Array, x: TypedArray, from: number, step: number) => void;
}

export const reducers: Readonly<Record<FoldOp, Reducer>> = {
  sum: {
    start: 0,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) value += x[from];
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) row[j] += x[from];
    },
  },
  prod: {
    start: 1,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) value *= x[from];
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) row[j] *= x[from];
    },
  },
  max: {
    start: -Infinity,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) if (x[from] > value || x[from] !== x[from]) value = x[from];
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) if (x[from] > row[j] || x[from] !== x[from]) row[j] = x[from];
    },
  },
  min: {
    start: Infinity,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) if (x[from] < value || x[from] !== x[from]) value = x[from];
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) if (x[from] < row[j] || x[from] !== x[from]) row[j] = x[from];
    },
  },
};

/** Integer sums and products modulo 2³², where float64 would lose the low bits. */
export const wrappingReducers: Readonly<Partial<Record<FoldOp, Reducer>>> = {
  sum: {
    start: 0,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) value = (value + x[from]) | 0;
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) row[j] = (row[j] + x[from]) | 0;
    },
  },
  prod: {
    start: 1,
    along(value, x, from, step, length) {
      for (let j = 0; j < length; j++, from += step) value = Math.imul(value, x[from]);
      return value;
    },
    across(row, x, from, step) {
      for (let j = 0; j < row.length; j++, from += step) row[j] = Math.imul(row[j], x[from]);
    },
  },
};
