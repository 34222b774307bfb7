import type { Cell, MatrixContent } from "./block.js";

/** A cell as it is shown; −0 is 0. */
export function cellText(cell: Cell, digits: number): string {
  if (typeof cell === "string") return cell;
  const text = cell.toFixed(digits);
  return (/^-0(\.0*)?$/.test(text) ? text.slice(1) : text).replace("-", "−");
}

/** Enough digits for the values: none for whole numbers, else two. */
export const digitsOf = ({ cells, digits }: MatrixContent): number =>
  digits ?? (cells.every((row) => row.every((cell) => typeof cell === "string" || Number.isInteger(cell))) ? 0 : 2);
