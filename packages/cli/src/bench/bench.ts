import { type Backend, type BackendInfo, BackendUnavailableError, type Layer, manualSeed, noGrad, randint, randn, setBackend, type Tensor, tidy } from "@convoke/core";
import { evaluate, parameters, train } from "@convoke/nn";
import { type BackendName, makeBackend } from "../backends/backends.js";
import { makeModel, type ModelSource } from "../models/load-model.js";
import { type AnyOptimizer, optimizers } from "../train/optimizers.js";
import { trainStep } from "../train/train-epoch.js";
import { median } from "./median.js";

export interface BenchSettings {
  readonly backends: readonly BackendName[];
  readonly model: ModelSource;
  /** Images a step. */
  readonly batchSize: number;
  /** Of measuring, for each backend and each of training and inference. */
  readonly seconds: number;
}

/** What one backend does; the speeds are null where it does not run. */
export interface BenchResult {
  readonly backend: string;
  readonly info: BackendInfo | null;
  /** Images a second: medians over the rounds. */
  readonly training: number | null;
  readonly inference: number | null;
  /** Why it does not run here. */
  readonly problem: string | null;
}

const rounds = 5;

interface Subject {
  readonly backend: Backend;
  readonly model: Layer;
  readonly optimizer: AnyOptimizer;
  readonly images: Tensor;
  readonly labels: Tensor;
}

/** Times training steps and inference on random images; the backends take turns, so that a slow moment of the machine meets all of them. */
export async function bench(settings: BenchSettings, signal: AbortSignal): Promise<BenchResult[]> {
  const subjects = new Map<BackendName, Subject | string>();
  try {
    for (const name of settings.backends) subjects.set(name, await open(name, settings));
    const speeds = new Map([...subjects.keys()].map((name) => [name, { training: [] as number[], inference: [] as number[] }]));
    const slice = (1_000 * settings.seconds) / rounds;
    for (let round = -1; round < rounds; round++) {               // the first one warms up
      for (const [name, subject] of subjects) {
        if (typeof subject === "string") continue;
        setBackend(subject.backend);
        const training = await speed(subject, trainOnce, slice, signal);
        const inference = await speed(subject, inferOnce, slice, signal);
        if (round < 0) continue;
        speeds.get(name)!.training.push(training);
        speeds.get(name)!.inference.push(inference);
      }
    }
    return [...subjects].map(([name, subject]) => {
      if (typeof subject === "string") return { backend: name, info: null, training: null, inference: null, problem: subject };
      const { training, inference } = speeds.get(name)!;
      return { backend: name, info: subject.backend.info(), training: median(training), inference: median(inference), problem: null };
    });
  } finally {
    for (const subject of subjects.values()) if (typeof subject !== "string") await subject.backend.dispose();
  }
}

/** Why not, where the backend does not run here. */
async function open(name: BackendName, { model: source, batchSize }: BenchSettings): Promise<Subject | string> {
  try {
    const backend = await makeBackend({ backend: name, threads: null });
    setBackend(backend);
    manualSeed(1);
    const classes = source.classes ?? 10;
    const model = await makeModel(source, classes);
    const [channels, height, width] = source.input ?? [3, 64, 64];
    const optimizer = await optimizers.sgd.make(parameters(model), 0.01);
    return { backend, model, optimizer, images: randn([batchSize, channels, height, width]), labels: randint(0, classes, [batchSize]) };
  } catch (error) {
    if (!BackendUnavailableError.isInstance(error)) throw error;
    return error.message;
  }
}

/** Images a second; only a whole number of steps counts, and the last one must be done. */
async function speed(subject: Subject, once: (subject: Subject) => Promise<unknown>, milliseconds: number, signal: AbortSignal): Promise<number> {
  const begin = performance.now();
  let images = 0;
  do {
    await once(subject);
    images += subject.labels.size;
    signal.throwIfAborted();
  } while (performance.now() - begin < milliseconds);
  return (1_000 * images) / (performance.now() - begin);
}

async function trainOnce({ model, optimizer, images, labels }: Subject): Promise<void> {
  train(model);
  const { loss, correct } = trainStep(model, optimizer, images, labels);
  await loss.item();
  for (const tensor of [loss, correct]) tensor.dispose();
}

async function inferOnce({ model, images }: Subject): Promise<void> {
  evaluate(model);
  const output = tidy(() => noGrad(() => model.forward(images)));
  await output.data();
  output.dispose();
}
