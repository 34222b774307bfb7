import { parseArgs } from "node:util";
import type { Command, Given } from "./command.js";
import { UsageError } from "./errors.js";
import type { Flags, Values } from "./flag.js";
import { helpFlag } from "./help.js";
import { nearest } from "./nearest.js";

/**
 * Reads the command line of a command; the last of two equal flags counts. null: `--help` was asked for.
 *
 * @throws {UsageError} for a flag that does not exist (it names the nearest) or a value that a flag cannot have.
 */
export function readArguments<F extends Flags>(command: Command<F>, args: readonly string[]): Given<F> | null {
  const flags: Flags = { ...command.flags, help: helpFlag };
  const { texts, operands } = split(flags, command, args);
  if (texts.has("help")) return null;
  const missing = command.operands?.[operands.length];
  if (missing && missing.optional !== true) throw new UsageError(`${missing.name} is missing, expected ${missing.about}`);
  const values = [...texts].map(([name, text]) => [name, flags[name]!.read(text, name)] as const);
  return { flags: Object.fromEntries(values) as Values<F>, operands };
}

/** A flag without a value has the text "". */
function split(flags: Flags, { operands: expected = [] }: Pick<Command, "operands">, args: readonly string[]) {
  const options = Object.fromEntries(Object.entries(flags).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" } as const]));
  const { tokens } = parseArgs({ args: [...args], options: { ...options, help: { type: "boolean", short: "h" } }, strict: false, allowPositionals: true, tokens: true });
  const texts = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      if (expected.length === 0) throw new UsageError(`${JSON.stringify(token.value)} is not a flag, expected --name or --name value`);
      if (operands.length === expected.length) throw new UsageError(`${JSON.stringify(token.value)} is one word too many, expected ${expected.map(({ name }) => name).join(" ")}`);
      operands.push(token.value);
      continue;
    }
    const flag = Object.hasOwn(flags, token.name) ? flags[token.name]! : undefined;
    if (!flag) throw new UsageError(`there is no flag ${token.rawName}${suggestion(token.name, Object.keys(flags), "--")}`);
    if (flag.value !== undefined && token.value === undefined) throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${flag.value}`);
    if (flag.value === undefined && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value, got ${JSON.stringify(token.value)}`);
    texts.set(token.name, token.value ?? "");
  }
  return { texts, operands };
}

/** ", did you mean --epochs?", or nothing where nothing is near. */
export function suggestion(word: string, candidates: readonly string[], before = ""): string {
  const meant = nearest(word, candidates);
  return meant === undefined ? "" : `, did you mean ${before}${meant}?`;
}
