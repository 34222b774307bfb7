import { type BackendName, backendChoice, backendFlags } from "../backends/backends.js";
import { oneOf, positiveNumber, text, toggle, type Values, wholeNumber } from "../command/flag.js";
import { type OptimizerName, optimizers } from "./optimizers.js";

/** Everything a run depends on; the same settings give the same numbers. */
export interface Settings {
  readonly model: string;
  /** As `--data` names it; absent where the program has only one. */
  readonly data?: string;
  readonly backend: BackendName;
  /** Threads that compute; null is one a processor. */
  readonly threads: number | null;
  readonly epochs: number;
  readonly batchSize: number;
  readonly lr: number;
  readonly optimizer: OptimizerName;
  /** Training images at most; 0 is all. */
  readonly limit: number;
  /** null: a tenth, but at most 5,000. */
  readonly valSize: number | null;
  readonly seed: number;
}

/** What a model is trained with where the flags do not say. */
export interface Preset {
  readonly about: string;
  readonly epochs: number;
  readonly batchSize: number;
  readonly limit: number;
  readonly valSize: number | null;
}

/** "10 for mlp, 1 for cnn …" */
function each<T>(table: Readonly<Record<string, T>>, value: (item: T) => number): string {
  const items = Object.entries(table).map(([name, item]) => [name, value(item)] as const);
  const values = new Set(items.map(([, number]) => number));
  return values.size === 1 ? String([...values][0]) : items.map(([name, number]) => `${number} for ${name}`).join(", ");
}

/** The flags of training but `--model` and `--data`; `presets` are those that the help names. */
export function trainFlags(presets: Readonly<Record<string, Preset>>, mostImages: number) {
  const valSize = Object.values(presets)[0]!.valSize ?? "a tenth, at most 5000";
  return {
    ...backendFlags,
    epochs: wholeNumber(1, 10_000, `how many times it sees every image (default ${each(presets, ({ epochs }) => epochs)})`),
    "batch-size": wholeNumber(1, 60_000, `images a training step (default ${each(presets, ({ batchSize }) => batchSize)})`),
    lr: positiveNumber(`learning rate at the start; it falls to 0 (default ${each(optimizers, ({ lr }) => lr)})`),
    optimizer: oneOf(optimizers, `${Object.keys(optimizers).join(", ")} (default sgd, with momentum 0.9)`),
    limit: wholeNumber(0, mostImages, `training images, 0 for all (default ${each(presets, ({ limit }) => limit)})`),
    "val-size": wholeNumber(0, mostImages - 1, `images set aside for validation, 0 for none (default ${valSize})`),
    seed: wholeNumber(0, Number.MAX_SAFE_INTEGER, "the same seed gives the same numbers (default 1)"),
    out: text("FOLDER", "a folder", "where the results go (default runs/TIME-MODEL)"),
    resume: text("FILE", "a file", "goes on with the run of a checkpoint.safetensors, after its last whole epoch"),
    json: toggle("print one JSON object a line and nothing else"),
  };
}

/** Settings as the flags that one would type for them, but those that change no numbers. */
export function flagTexts({ model, data, epochs, batchSize, lr, optimizer, limit, valSize, seed }: Settings): Readonly<Record<string, string>> {
  const texts = { model, data, epochs, "batch-size": batchSize, lr, optimizer, limit, "val-size": valSize, seed };
  return Object.fromEntries(Object.entries(texts).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]])));
}

/** The settings of a run of one model. */
export function trainSettings(flags: Values<ReturnType<typeof trainFlags>>, model: string, preset: Preset): Settings {
  const { optimizer = "sgd" } = flags;
  return {
    model,
    ...backendChoice(flags),
    epochs: flags.epochs ?? preset.epochs,
    batchSize: flags["batch-size"] ?? preset.batchSize,
    lr: flags.lr ?? optimizers[optimizer].lr,
    optimizer,
    limit: flags.limit ?? preset.limit,
    valSize: flags["val-size"] ?? preset.valSize,
    seed: flags.seed ?? 1,
  };
}
