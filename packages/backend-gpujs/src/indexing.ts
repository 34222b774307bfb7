import { collapse, type Layout } from "@convoke/core/backend";

/**
 * How a kernel finds, for result `this.thread.x`, the elements of its operands: layouts of one shape, collapsed.
 *
 * The dims are the sizes of all axes but the first, then strides and offset of each operand. Ranks are padded to 1, 2, 4, 8 or 16, so that few kernels
 * serve all.
 */
export interface Indexing {
  readonly rank: number;
  readonly dims: readonly number[];
}

export function indexingOf(layouts: readonly Layout[]): Indexing {
  const collapsed = collapse(layouts);
  const rank = paddedRank(collapsed[0]!.shape.length);
  return { rank, dims: [...padded(collapsed[0]!.shape, rank, 1).slice(1), ...collapsed.flatMap(({ strides, offset }) => [...padded(strides, rank, 0), offset])] };
}

/** The least power of two that is not less. */
export function paddedRank(rank: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, rank)));
}

/** `values` behind as many `fill` as make `rank` of them. */
export function padded(values: readonly number[], rank: number, fill: number): number[] {
  return [...Array<number>(rank - values.length).fill(fill), ...values];
}

/** The names of those dims for the operands `names`. */
export function indexDims(rank: number, names: readonly string[]): string[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return [...axes.slice(1).map((axis) => `size${axis}`), ...names.flatMap((name) => [...axes.map((axis) => `${name}Stride${axis}`), `${name}Offset`])];
}

/** Statements that declare `<name>At` for each operand: where element `index` of the shape lies in it. */
export function indexSource(rank: number, names: readonly string[], index = "this.thread.x"): string {
  const lines: string[] = [];
  let rest = index;
  for (let axis = rank - 1; axis > 0; axis--) {
    lines.push(`const rest${axis} = idiv(${rest}, $size${axis}); const i${axis} = ${rest} - rest${axis} * $size${axis};`);
    rest = `rest${axis}`;
  }
  lines.push(`const i0 = ${rest};`);
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  for (const name of names) lines.push(`const ${name}At = $${name}Offset${axes.map((axis) => ` + i${axis} * $${name}Stride${axis}`).join("")};`);
  return lines.join("\n");
}
