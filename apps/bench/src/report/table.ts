import { isTiming, type Measurement } from "../measurement.js";
import type { Row } from "../workload.js";
import { type Base, cellsOf } from "./cells.js";

/** Widths of the columns; with a blank before each and three bases a line has 79. */
const firstWidth = 17;
const widths = [7, 11, 8, 5, 5];
const ratioWidth = 6;

/** A row's block for people: what it is, and a line for each subject. */
export function block({ id, about, work }: Pick<Row, "id" | "about" | "work">, measurements: readonly Measurement[], bases: readonly Base[]): string {
  const line = (name: string, cells: readonly string[]): string => {
    const columns = cells.map((cell, i) => cell.padStart(widths[i] ?? ratioWidth));
    return [name.padEnd(firstWidth), ...columns].join(" ").trimEnd();
  };
  const heads = ["ms", "quartiles", work.unit, "limit", "runs", ...bases.map(({ head }) => head)];
  const lines = measurements.map((measurement) => {
    if (isTiming(measurement)) return line(measurement.subject, cellsOf(measurement, measurements, bases));
    const { subject, note } = measurement;
    return clip(`${subject.padEnd(firstWidth)} ${note}`);
  });
  return [...titleOf(id, about), line("", heads), ...lines].join("\n");
}

const terminal = 80;

const clip = (text: string): string => (text.length <= terminal ? text : `${text.slice(0, terminal - 1)}…`);

function titleOf(id: string, about: string): readonly string[] {
  const title = `${id}: ${about}`;
  return title.length <= terminal ? [title] : [`${id}:`, `  ${about}`];
}
