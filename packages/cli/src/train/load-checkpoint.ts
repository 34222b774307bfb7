import type { TensorData } from "@convoke/formats";
import { loadSafetensors } from "@convoke/formats/node";
import { RunError } from "../command/errors.js";

/** Where a run stood after an epoch. */
export interface Checkpoint {
  readonly path: string;
  /** How many epochs were done. */
  readonly epoch: number;
  /** The flags of the run, as one types them. */
  readonly flags: ReadonlyMap<string, string>;
  /** Weights and running statistics by their state-dict keys. */
  readonly model: ReadonlyMap<string, TensorData>;
  /** The optimizer's state of each parameter, by its number. */
  readonly optimizer: ReadonlyMap<string, ReadonlyMap<string, TensorData | number>>;
  /** Random numbers drawn since the seed. */
  readonly drawn: number;
  /** Which images the run learned from. */
  readonly data: string;
  /** The lines of `metrics.jsonl`. */
  readonly metrics: string;
}

export const checkpointFormat = "convoke checkpoint 1";

/**
 * Reads a checkpoint of `convoke train`. The file may be hostile: nothing of it is run, and what it says is checked.
 *
 * @throws {RunError} for a file that is none; DataError for one that is missing or corrupt.
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
  const { tensors, metadata } = await loadSafetensors(path);
  const { format, epoch = "", drawn = "", data = "", metrics = "" } = metadata;
  if (format !== checkpointFormat) throw new RunError(`${path} is no checkpoint of convoke train\nhint: weights do not say how to go on; checkpoint.safetensors in the folder of a run does`);
  const corrupt = (what: string): RunError => new RunError(`${path}: ${what} of this checkpoint cannot be read`);
  const whole = (name: string, text: string): number => {
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) throw corrupt(name);
    return Number(text);
  };
  const record = <T extends string | number>(name: string, kind: "string" | "number"): Map<string, T> => {
    const entries = entriesOf(metadata[name]);
    if (!entries?.every(([, value]) => typeof value === kind)) throw corrupt(name);
    return new Map(entries as [string, T][]);
  };

  const model = new Map<string, TensorData>();
  const optimizer = new Map<string, Map<string, TensorData | number>>();
  const keep = (key: string, value: TensorData | number): void => {
    const [, index, name] = /^(\d{1,9})\.(\w+)$/.exec(key) ?? [];
    if (index === undefined || name === undefined || (typeof value === "number" && !(Number.isSafeInteger(value) && value >= 0))) throw corrupt("the optimizer");
    if (!optimizer.has(index)) optimizer.set(index, new Map());
    optimizer.get(index)!.set(name, value);
  };
  for (const [name, value] of Object.entries(tensors)) {
    if (name.startsWith("model.")) model.set(name.slice(6), value);
    else if (name.startsWith("optimizer.")) keep(name.slice(10), value);
    else throw corrupt(`the tensor ${JSON.stringify(name)}`);
  }
  for (const [key, value] of record<number>("optimizer", "number")) keep(key, value);
  return { path, epoch: whole("the epoch", epoch), flags: record<string>("flags", "string"), model, optimizer, drawn: whole("the place in the random numbers", drawn), data, metrics };
}

/** Of a JSON object. */
function entriesOf(text: string | undefined): [string, unknown][] | null {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
  } catch {
    return null;
  }
}
