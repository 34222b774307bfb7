import { cellsOf, grouped, headings, problemsOf, size } from "./cells.js";
import type { SummaryData } from "./model-summary.js";
import type { SummaryRow } from "./summary-row.js";

export function markdownOf({ model, totals }: SummaryData, depth: number): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const header = ["Layer", "Type", ...headings.slice(1), "Trainable"];
  const aligned = header.map((_, at) => (at < 3 || at === header.length - 1 ? "---" : "---:"));
  const lines = rowsOf(model, depth).map(({ row: each, folded }) => {
    const name = each.name === "" ? "model" : `\`${each.name.replaceAll("|", "\\|")}\``;
    return row([name, each.type, ...cellsOf(each, folded, (shape) => `[${shape.join(", ")}]`), trainable(each)]);
  });
  return [
    row(header), row(aligned), ...lines, "",
    `Parameters ${grouped(totals.parameters)}, of which ${grouped(totals.trainableParameters)} are trainable. MACs ${grouped(totals.macs)}, biases not counted. ` +
      `Input ${size(totals.inputBytes)}, activations ${size(totals.activationBytes)}, parameters ${size(totals.parameterBytes)}, buffers ${size(totals.bufferBytes)}.`,
    ...problemsOf(model).flatMap((problem) => ["", `Field ?: ${problem}.`]),
  ].join("\n");
}

function rowsOf(row: SummaryRow, depth: number): { row: SummaryRow; folded: boolean }[] {
  const folded = depth <= 0 || row.children.length === 0;
  return [{ row, folded }, ...(folded ? [] : row.children.flatMap((child) => rowsOf(child, depth - 1)))];
}

function trainable({ parameters, trainableParameters }: SummaryRow): string {
  if (parameters === 0) return "";
  return trainableParameters === 0 ? "no" : trainableParameters === parameters ? "yes" : "in part";
}
