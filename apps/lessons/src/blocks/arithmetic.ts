import { cellText } from "./cell-text.js";
import type { SlideContent } from "./block.js";

/** The sum behind one output cell: "1·1 + (−1)·(−1) + … = 9" with at most 25 products written out. */
export function arithmetic({ input, kernel, output, stride = 1, divisor = 1, digits = 2 }: SlideContent, row: number, column: number): string {
  const products = kernel.flatMap((weights, r) => weights.map((weight, c) => `${factor(input[row * stride + r]![column * stride + c]!)}·${factor(weight)}`));
  const sum = products.slice(0, 25).join(" + ") + (products.length > 25 ? " + …" : "");
  return `${divisor === 1 ? sum : `(${sum}) / ${divisor}`} = ${cellText(output[row]![column]!, digits)}`;
}

function factor(value: number): string {
  const text = cellText(value, Number.isInteger(value) ? 0 : 2);
  return text.startsWith("−") ? `(${text})` : text;
}
