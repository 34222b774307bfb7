import { parseArgs } from "node:util";
import { type BackendName, backends } from "./backends.js";
import { UsageError } from "./errors.js";
import { flags } from "./flags.js";
import { nearest } from "./nearest.js";
import { type OptimizerName, optimizers } from "./optimizers.js";
import { type ModelName, presets } from "./presets.js";

/** Everything a run depends on; the same settings give the same numbers. */
export interface Settings {
  readonly model: ModelName;
  readonly backend: BackendName;
  /** Threads that compute; null is one a processor. */
  readonly threads: number | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly optimizer: OptimizerName;
  /** Training images at most; 0 is all. */
  readonly limit: number;
  readonly valSize: number;
  readonly seed: number;
}

export interface Arguments {
  readonly settings: Settings;
  /** The run folder, or null for one named after time and model. */
  readonly out: string | null;
  readonly json: boolean;
  readonly help: boolean;
}

/**
 * Reads the command line.
 *
 * @throws {UsageError} for a flag that does not exist (it names the nearest) or a value that a flag cannot have.
 */
export function readArguments(args: readonly string[]): Arguments {
  const given = splitFlags(args);
  const model = oneOf(given, "model", presets, "cnn");
  const optimizer = oneOf(given, "optimizer", optimizers, "sgd");
  const backend = oneOf(given, "backend", backends, "worker-threads");
  const threads = wholeNumber(given, "threads", 0, 64) ?? null;
  if (threads !== null && backend !== "worker-threads") throw new UsageError(`--threads is for --backend worker-threads, but the backend is ${backend}`);
  const settings: Settings = {
    model,
    backend,
    threads,
    epochs: wholeNumber(given, "epochs", 1, 10_000) ?? presets[model].epochs,
    batchSize: wholeNumber(given, "batch-size", 1, 60_000) ?? presets[model].batchSize,
    lr: positiveNumber(given, "lr") ?? optimizers[optimizer].lr,
    optimizer,
    limit: wholeNumber(given, "limit", 0, 60_000) ?? presets[model].limit,
    valSize: wholeNumber(given, "val-size", 0, 59_999) ?? 5_000,
    seed: wholeNumber(given, "seed", 0, Number.MAX_SAFE_INTEGER) ?? 1,
  };
  const out = given.get("out") ?? null;
  if (out === "") throw new UsageError("--out is empty, expected a folder");
  return { settings, out, json: given.has("json"), help: given.has("help") };
}

/** Flags and their texts; a flag without a value has "". The last one counts. */
function splitFlags(args: readonly string[]): Map<string, string> {
  const options = Object.fromEntries(flags.map(({ name, value }) => [name, { type: value ? "string" : "boolean" } as const]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw new UsageError(`${JSON.stringify(token.value)} is not a flag, expected --name or --name value`);
    const flag = flags.find(({ name }) => name === token.name);
    if (!flag) throw new UsageError(`there is no flag ${token.rawName}${suggestion(token.name)}`);
    if (flag.value && token.value === undefined) throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${flag.value}`);
    if (!flag.value && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value, got ${JSON.stringify(token.value)}`);
    given.set(flag.name, token.value ?? "");
  }
  return given;
}

function suggestion(name: string): string {
  const meant = nearest(name, flags.map((flag) => flag.name));
  return meant === undefined ? "" : `, did you mean --${meant}?`;
}

function oneOf<T extends object>(given: ReadonlyMap<string, string>, flag: string, table: T, absent: keyof T): keyof T {
  const text = given.get(flag);
  if (text === undefined) return absent;
  if (Object.hasOwn(table, text)) return text as keyof T;
  throw new UsageError(`--${flag} is ${JSON.stringify(text)}, expected one of ${Object.keys(table).join(", ")}`);
}

function wholeNumber(given: ReadonlyMap<string, string>, flag: string, least: number, most: number): number | undefined {
  const text = given.get(flag);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  throw new UsageError(`--${flag} is ${JSON.stringify(text)}, expected a whole number from ${least} to ${most}`);
}

function positiveNumber(given: ReadonlyMap<string, string>, flag: string): number | undefined {
  const text = given.get(flag);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^[\d.]/.test(text) && number > 0 && number < Infinity) return number;
  throw new UsageError(`--${flag} is ${JSON.stringify(text)}, expected a number above 0`);
}
