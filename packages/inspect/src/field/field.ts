/**
 * What of one input axis (rows or columns) the elements of a tensor depend on, as an interval of input cells.
 *
 * moving: element i along `axis` sees the cells start + i·jump … start + i·jump + size − 1. `start` is negative where the field begins in padding.
 * fixed: every element sees the cells start … start + size − 1, all of them inside the input.
 * unknown: no such formula; `reason` says why.
 *
 * Dumoulin and Visin, "A guide to convolution arithmetic", 2016; Araujo et al., "Computing receptive fields", Distill 2019.
 */
export type Field = Moving | Fixed | Unknown;

export interface Moving {
  readonly kind: "moving";
  readonly axis: number;
  readonly size: number;
  readonly jump: number;
  readonly start: number;
}

export interface Fixed {
  readonly kind: "fixed";
  readonly size: number;
  readonly start: number;
}

export interface Unknown {
  readonly kind: "unknown";
  readonly reason: string;
}

/**
 * The field behind a window that covers the cells i·stride − padding … i·stride − padding + extent − 1.
 *
 * size' = size + (extent − 1)·|jump|, jump' = jump·stride, start' = start − padding·jump (a negative jump, of a flip, starts at the window's other end).
 */
export function slide(field: Moving, extent: number, stride: number, padding: number): Moving {
  const { size, jump, start } = field;
  const first = jump >= 0 ? -padding : extent - 1 - padding;
  return { ...field, size: size + (extent - 1) * Math.abs(jump), jump: jump * stride, start: start + first * jump };
}

/** The cells that `count` elements see together, of an input axis of `length`; `null` when all of them are padding. */
export function gather({ size, jump, start }: Moving, count: number, length: number): Fixed | null {
  const last = start + (count - 1) * jump;
  return interval(Math.max(0, Math.min(start, last)), Math.min(length, Math.max(start, last) + size));
}

/** The smallest field that holds all of `fields`; `count` is the length of the axis that moves. */
export function merge(fields: readonly (Field | null)[], count: number, length: number): Field | null {
  const present = fields.filter((field) => field !== null);
  return present.length === 0 ? null : present.reduce((a, b) => mergeTwo(a, b, count, length));
}

function mergeTwo(a: Field, b: Field, count: number, length: number): Field {
  const whole = [a, b].find((field) => field.kind === "fixed" && field.size === length);
  if (whole) return whole;
  if (a.kind === "unknown") return a;
  if (b.kind === "unknown") return b;
  if (a.kind === "moving" && b.kind === "moving") {
    if (a.axis !== b.axis) return { kind: "unknown", reason: `branches meet whose positions lie along axes ${a.axis} and ${b.axis}` };
    if (a.jump !== b.jump && count > 1) return { kind: "unknown", reason: `branches with jumps ${a.jump} and ${b.jump} meet` };
    const start = Math.min(a.start, b.start);
    return { ...a, start, size: Math.max(a.start + a.size, b.start + b.size) - start };
  }
  const [first, second] = [a, b].map((field) => (field.kind === "moving" ? gather(field, count, length) : field));
  if (!first || !second) return (first ?? second)!;
  return interval(Math.min(first.start, second.start), Math.max(first.start + first.size, second.start + second.size))!;
}

function interval(start: number, end: number): Fixed | null {
  return end > start ? { kind: "fixed", start, size: end - start } : null;
}
