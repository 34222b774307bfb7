import type { Command } from "./command.js";
import { toggle } from "./flag.js";
import { twoColumns, wrap } from "./wrap.js";

/** A flag of every command. */
export const helpFlag = toggle("print this");

/** The text of `--help`, in 80 columns. */
export function helpText({ usage, about, operands = [], flags, notes = [], examples = [] }: Command): string {
  const words = operands.map(({ name, optional }) => (optional === true ? `[${name}]` : name));
  const rows = Object.entries({ ...flags, help: helpFlag }).map(([name, flag]) => [`--${name}${flag.value === undefined ? "" : ` ${flag.value}`}`, flag.about] as const);
  return [
    ...wrap(about, 80),
    "",
    `Usage: ${[usage, ...words, "[flags]"].join(" ")}`,
    "",
    ...(operands.length > 0 ? [...twoColumns(operands.map(({ name, about: what }) => [name, what] as const)), ""] : []),
    ...twoColumns(rows),
    ...notes.flatMap((note) => ["", note]),
    ...(examples.length > 0 ? ["", "Examples:", ...examples.flatMap(([line, what]) => [`  ${line}`, ...wrap(what, 74).map((part) => `      ${part}`)])] : []),
  ].join("\n");
}
