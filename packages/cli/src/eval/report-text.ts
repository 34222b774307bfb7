import { count, percent } from "../terminal/format.js";
import { table } from "../terminal/table.js";
import type { EvalReport } from "./eval-report.js";

/** A matrix of more classes does not fit 80 columns. */
const widestMatrix = 12;

/** What `convoke eval` prints for people, in 80 columns. */
export function reportText(report: EvalReport): string[] {
  const { model, data, images, accuracy, loss, classes, confusion, mostConfused, shifts } = report;
  const share = (value: number | null): string => (value === null ? "–" : percent(value));
  const names = classes.map(({ name }, label) => (name === String(label) ? name : `${label} ${name}`));
  return [
    `${model} on ${count(images)} test images of ${data}`,
    "",
    `accuracy ${percent(accuracy)}, loss ${loss.toFixed(4)}`,
    "",
    ...table([["class", "images", "precision", "recall"], ...classes.map(({ images: each, precision, recall }, label) => [names[label]!, count(each), share(precision), share(recall)])]),
    "",
    ...(classes.length > widestMatrix
      ? [`The confusion matrix of ${classes.length} classes is too wide to print; --out FOLDER draws it.`]
      : ["true class ↓   taken for →", ...table([["", ...classes.map((_, label) => String(label))], ...confusion.map((row, label) => [names[label]!, ...row.map((cell) => (cell === 0 ? "·" : String(cell)))])])]),
    "",
    ...(mostConfused.length === 0 ? ["No image is taken for another class."] : ["Most confused"]),
    ...mostConfused.map(({ truth, predicted, count: times }) => `  ${String(times).padStart(5)} × ${truth} taken for ${predicted}`),
    ...(shifts.length === 0 ? [] : ["", "Accuracy when every image is moved (it comes in again on the other side)", ...shifts.map(({ down, right, accuracy: moved }) => `  ${shift(down, right).padEnd(20)}  ${percent(moved)}`)]),
  ];
}

/** "2 down, 2 right", "not moved" */
function shift(down: number, right: number): string {
  if (down === 0 && right === 0) return "not moved";
  const part = (by: number, forward: string, back: string): string => `${Math.abs(by)} ${by < 0 ? back : forward}`;
  return `${part(down, "down", "up")}, ${part(right, "right", "left")}`;
}
