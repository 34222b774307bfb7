import type { AxisField, ReceptiveField } from "../field/receptive-field.js";
import type { SummaryRow } from "./summary-row.js";

/** 206,922 */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** 112.9k, 1.50G: four digits at most. */
export function short(value: number): string {
  const power = value < 1000 ? 0 : Math.floor(Math.log10(value) / 3 + 1e-12);
  if (power === 0) return String(value);
  return `${(value / 1000 ** power).toPrecision(3).replace(/e\+3$/, "")}${" kMGTP"[power]}`;
}

/** 827.7 kB */
export function size(bytes: number): string {
  const unit = ["B", "kB", "MB", "GB", "TB"].findLast((_, power) => power === 0 || bytes >= 1000 ** power)!;
  const power = ["B", "kB", "MB", "GB", "TB"].indexOf(unit);
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${unit}`;
}

/** 3×5, or 3 where both are equal. */
function both(height: number | null, width: number | null): string {
  const text = (value: number | null): string => (value === null ? "?" : String(value));
  return height === width ? text(height) : `${text(height)}×${text(width)}`;
}

const field = (receptiveField: ReceptiveField | null, of: (axis: AxisField) => number | null): string =>
  receptiveField ? both(of(receptiveField.height), of(receptiveField.width)) : "";

/** A row's cells behind its name; `folded` rows stand for the layers in them. */
export function cellsOf(row: SummaryRow, folded: boolean, shape: (shape: readonly number[]) => string): string[] {
  const parameters = folded || row.status === "not called" ? row.parameters : row.ownParameters;
  const macs = folded ? row.macs : row.children.reduce((own, child) => own - child.macs, row.macs);
  return [
    row.status === "not called" ? "not called" : row.outputShape ? shape(row.outputShape) : "no tensor",
    row.kernelSize ? `${row.kernelSize[0]}×${row.kernelSize[1]}` : "",
    parameters === 0 ? "" : row.status === "called again" ? "(again)" : row.trainableParameters === 0 ? `(${grouped(parameters)})` : grouped(parameters),
    macs > 0 ? short(macs) : "",
    field(row.receptiveField, (axis) => axis.size),
    field(row.receptiveField, (axis) => axis.jump),
    field(row.receptiveField, (axis) => axis.start),
  ];
}

export const headings = ["Layer", "Output", "Kernel", "Params", "MACs", "Field", "Jump", "Start"];

/** Why rows have no receptive field, each reason once, in the order of the rows. */
export function problemsOf(row: SummaryRow): string[] {
  const own = row.receptiveField ? [row.receptiveField.height.problem, row.receptiveField.width.problem] : [];
  const inner = row.children.flatMap(problemsOf);
  return [...new Set([...inner, ...own.flatMap((problem) => (problem ? [problem] : []))])];
}

/** A row's name below its parent: the key without the parent's. */
export function relativeName(row: SummaryRow, parent: SummaryRow | null): string {
  return parent && parent.key !== "" && row.name.startsWith(`${parent.key}.`) ? row.name.slice(parent.key.length + 1) : row.name;
}
