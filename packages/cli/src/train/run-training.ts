import { type Layer, manualSeed, setBackend } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { countParameters, parameters } from "@convoke/nn";
import { makeBackend } from "../backends/backends.js";
import type { Context } from "../command/command.js";
import type { Data, Split } from "../data/data.js";
import { firstOf } from "../data/split-images.js";
import { count } from "../terminal/format.js";
import { version } from "../version.js";
import { checkpointIn, restore, saveCheckpoint } from "./checkpoint.js";
import { evaluate } from "./evaluate.js";
import { fit } from "./fit.js";
import { History } from "./history.js";
import { JsonReporter } from "./json-reporter.js";
import type { Checkpoint } from "./load-checkpoint.js";
import { optimizers } from "./optimizers.js";
import { drawConfusion, drawCurves, drawFeatureMaps, drawKernels } from "./pictures.js";
import type { Reporter } from "./reporter.js";
import { makeRunFolder } from "./run-folder.js";
import type { Settings } from "./settings.js";
import { TextReporter } from "./text-reporter.js";

/** The final training accuracy is measured on this many training images, as validation is by default. */
const trainSample = 5_000;

/** One run: what is trained, on what, and where the results go. */
export interface Job {
  readonly settings: Settings;
  /** The model in words. */
  readonly about: string;
  /** Makes it, with fresh weights. */
  readonly make: (data: Data) => Layer | Promise<Layer>;
  readonly load: (split: Split) => Promise<Data>;
  /** The run folder, or null for one named after time and model. */
  readonly out: string | null;
  readonly json: boolean;
  /** What the run goes on from. */
  readonly resume: Checkpoint | null;
}

/** Loads the data, trains, tests, and leaves a run folder, also when Ctrl-C interrupts it. */
export async function train(job: Job, context: Context): Promise<number> {
  const signal = context.interrupt();
  const reporter = job.json ? new JsonReporter(context.print) : new TextReporter(context.stdout, context.env);
  try {
    await run(job, reporter, signal);
  } finally {
    reporter.close();
  }
  return 0;
}

async function run({ settings, about, make, load, out, resume }: Job, reporter: Reporter, signal: AbortSignal): Promise<void> {
  const backend = await makeBackend(settings);
  try {
    setBackend(backend);
    manualSeed(settings.seed);
    const data = await load(settings);
    const model = await make(data);
    const loader = new DataLoader(data.train, { batchSize: settings.batchSize, shuffle: true, seed: settings.seed });
    const optimizer = await optimizers[settings.optimizer].make(parameters(model), settings.lr);
    const working = { settings, model, optimizer, loader, data };
    const history = resume === null ? new History(loader.length) : restore(resume, working);
    const done = history.epochs.length;
    const folder = await makeRunFolder(out, settings.model);

    const plan = {
      settings,
      backend: backend.info(),
      parameters: countParameters(model),
      trainImages: data.train.length,
      available: data.available,
      valImages: data.val.length,
      testImages: data.test.length,
      folder: folder.path,
      ...(resume && { resumed: { file: resume.path, epoch: done } }),
    };
    await folder.write("config.json", json({ ...plan, versions: { node: process.version, convoke: version() }, data: data.hashes }), "flags, seed, versions and checksums of the data");
    reporter.start(plan, { data: data.title, model: about });

    const keep = async (): Promise<void> => {
      await folder.writeWeights("weights.safetensors", model, metadataOf(settings, data), "the weights, under PyTorch's names");
      await folder.write("metrics.jsonl", history.toJsonLines(), "loss and accuracy on the way, one JSON object a line");
      await drawCurves(folder, history);
      await drawKernels(folder, model, data);
      await drawFeatureMaps(folder, model, data);
    };
    const keepEpoch = async (): Promise<void> => {
      await keep();
      await saveCheckpoint(checkpointIn(folder.path), working, history);
      folder.files.set("checkpoint.safetensors", "for --resume, to go on after the last whole epoch");
    };
    try {
      const trainSeconds = await fit({ ...working, history, reporter, signal, keep: keepEpoch });
      const sample = firstOf(data.train, trainSample);
      reporter.busy(`testing on ${count(sample.length + data.test.length)} images`);
      const onTrain = await evaluate(model, sample, data.classes.length, signal);
      const onTest = await evaluate(model, data.test, data.classes.length, signal);
      await drawConfusion(folder, onTest, data);

      const { trainLoss, valAccuracy } = history.epochs.at(-1)!;
      const result = {
        backend: backend.name,
        model: settings.model,
        trainAccuracy: onTrain.accuracy,
        valAccuracy,
        testAccuracy: onTest.accuracy,
        trainSeconds,
        imagesPerSecond: ((settings.epochs - done) * data.train.length) / trainSeconds,
        finalLoss: trainLoss,
      };
      await folder.write("result.json", json(result), "the accuracies and times above");
      reporter.done(result, { train: sample.length, val: data.val.length, test: data.test.length }, folder);
    } catch (error) {
      if (error !== signal.reason) throw error;
      await keep();
      reporter.interrupted(folder);
    }
  } finally {
    await backend.dispose();
  }
}

/** What a program must know to use the weights; `format` is a custom of PyTorch's users. */
function metadataOf({ model }: Settings, { title, classes, preprocessing: { mean, std, recipe } }: Data): Record<string, string> {
  return {
    format: "pt",
    model,
    dataSet: title.split(",")[0]!,
    mean: mean.join(","),
    std: std.join(","),
    classes: JSON.stringify(classes),
    preprocessing: JSON.stringify(recipe),
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
