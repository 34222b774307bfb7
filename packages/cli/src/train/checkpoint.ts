import { join } from "node:path";
import { defaultGenerator, type Layer, manualSeed, Tensor, tensor } from "@convoke/core";
import type { ImageBatch } from "@convoke/data";
import type { TensorData } from "@convoke/formats";
import { saveSafetensors } from "@convoke/formats/node";
import { loadStateDict, stateDict } from "@convoke/nn";
import type { SavedState } from "@convoke/optim";
import { RunError } from "../command/errors.js";
import type { Data } from "../data/data.js";
import { type Checkpoint, checkpointFormat } from "./load-checkpoint.js";
import { History } from "./history.js";
import { hostTensors } from "./host-tensors.js";
import type { AnyOptimizer } from "./optimizers.js";
import { flagTexts, type Settings } from "./settings.js";

/** What a run works on. */
export interface Run {
  readonly settings: Settings;
  readonly model: Layer;
  readonly optimizer: AnyOptimizer;
  /** Batches, and how many an epoch has. */
  readonly loader: Iterable<ImageBatch> & { readonly length: number };
  readonly data: Data;
}

/**
 * Writes all that a run needs to go on after its epochs so far: weights and running statistics (`model.KEY`), the optimizer's state
 * (`optimizer.PARAMETER.NAME`), and in the metadata its flags, its place in the random numbers and its history.
 */
export async function saveCheckpoint(path: string, { settings, model, optimizer, data }: Run, history: History): Promise<void> {
  const { state } = optimizer.stateDict();
  const [tensors, numbers]: [Record<string, Tensor>, Record<string, number>] = [{}, {}];
  for (const [index, saved] of Object.entries(state)) {
    for (const [name, value] of Object.entries(saved)) {
      if (value instanceof Tensor) tensors[`${index}.${name}`] = value;
      else numbers[`${index}.${name}`] = value;
    }
  }
  await saveSafetensors(path, {
    ...(await hostTensors(stateDict(model), "model.")),
    ...(await hostTensors(tensors, "optimizer.")),
  }, {
    format: checkpointFormat,
    epoch: String(history.epochs.length),
    flags: JSON.stringify(flagTexts(settings)),
    optimizer: JSON.stringify(numbers),
    drawn: String(defaultGenerator().advance(0)),
    data: fingerprint(data),
    metrics: history.toJsonLines(),
  });
}

/**
 * Puts a fresh run where that of the checkpoint stood after its last epoch, and resolves to its history.
 *
 * @throws {RunError} for other data, another model or another optimizer.
 */
export function restore(checkpoint: Checkpoint, { settings, model, optimizer, loader, data }: Run): History {
  const { path, epoch, drawn, metrics } = checkpoint;
  if (checkpoint.data !== fingerprint(data)) throw new RunError(`${path}: its run learned from other images than those of ${data.title}`);
  fitting(`${path}: does not fit the model ${settings.model}`, () => loadStateDict(model, onBackend(checkpoint.model)));
  const state = Object.fromEntries([...checkpoint.optimizer].map(([index, saved]): [string, SavedState] => [index, onBackend(saved)]));
  fitting(`${path}: does not fit the optimizer ${settings.optimizer}`, () => optimizer.loadStateDict({ groups: optimizer.stateDict().groups, state }));
  for (let done = 0; done < epoch; done++) loader[Symbol.iterator]();      // begins an epoch, which draws its order
  manualSeed(settings.seed);
  defaultGenerator().advance(drawn);
  const history = History.fromJsonLines(loader.length, metrics);
  if (history?.epochs.length !== epoch) throw new RunError(`${path}: its metrics are not those of ${epoch} epochs`);
  return history;
}

/** Of which files, classes and images a run learns; folders of images have no checksums. */
function fingerprint({ hashes, classes, shape, train, val }: Data): string {
  return JSON.stringify({ hashes, classes, shape, train: train.length, val: val.length });
}

type OnBackend<T> = T extends TensorData ? Tensor : T;

function onBackend<T extends TensorData | number>(saved: ReadonlyMap<string, T>): Record<string, OnBackend<T>> {
  const made = (value: TensorData | number): Tensor | number => (typeof value === "number" ? value : tensor(value.data, { shape: value.shape, dtype: value.dtype }));
  return Object.fromEntries([...saved].map(([name, value]) => [name, made(value) as OnBackend<T>]));
}

function fitting(what: string, load: () => unknown): void {
  try {
    load();
  } catch (cause) {
    throw new RunError(`${what}: ${(cause as Error).message}`, { cause });
  }
}

/** Where a run folder has it. */
export const checkpointIn = (folder: string): string => join(folder, "checkpoint.safetensors");
