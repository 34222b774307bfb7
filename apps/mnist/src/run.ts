import { manualSeed, setBackend } from "@convoke/core";
import { DataLoader } from "@convoke/data";
import { countParameters } from "@convoke/nn";
import type { Arguments } from "./args.js";
import { backends } from "./backends.js";
import { firstOf, loadData, normalization } from "./data.js";
import { evaluate } from "./evaluate.js";
import { fit } from "./fit.js";
import { count } from "./format.js";
import { History } from "./history.js";
import { drawConfusion, drawCurves, drawFeatureMaps, drawKernels } from "./pictures.js";
import { presets } from "./presets.js";
import type { Reporter } from "./reporter.js";
import { makeRunFolder } from "./run-folder.js";
import { versions } from "./versions.js";

/** The final training accuracy is measured on this many training images, as validation is by default. */
const trainSample = 5_000;

/** Loads the data, trains, tests, and leaves a run folder, also when `signal` interrupts it. */
export async function run({ settings, out }: Arguments, reporter: Reporter, signal: AbortSignal): Promise<void> {
  const backend = await backends[settings.backend](settings);
  setBackend(backend);
  manualSeed(settings.seed);
  const data = await loadData(settings);
  const model = presets[settings.model].make();
  const loader = new DataLoader(data.train, { batchSize: settings.batchSize, shuffle: true, seed: settings.seed });
  const history = new History(loader.length);
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
  };
  await folder.write("config.json", json({ ...plan, versions: versions(), data: data.hashes }), "flags, seed, versions and checksums of the data");
  reporter.start(plan);

  const keep = async (): Promise<void> => {
    const metadata = { format: "pt", model: settings.model, mean: String(normalization.mean), std: String(normalization.std) };
    await folder.writeWeights("weights.safetensors", model, metadata, "the weights, under PyTorch's names");
    await folder.write("metrics.jsonl", history.toJsonLines(), "loss and accuracy on the way, one JSON object a line");
    await drawCurves(folder, history);
    await drawKernels(folder, model);
    await drawFeatureMaps(folder, model, data);
  };
  try {
    const trainSeconds = await fit({ settings, model, loader, val: data.val, history, reporter, signal, keep });
    const sample = firstOf(data.train, trainSample);
    reporter.busy(`testing on ${count(sample.length + data.test.length)} images`);
    const train = await evaluate(model, sample, signal);
    const test = await evaluate(model, data.test, signal);
    await drawConfusion(folder, test);

    const { trainLoss, valAccuracy } = history.epochs.at(-1)!;
    const result = {
      backend: backend.name,
      model: settings.model,
      trainAccuracy: train.accuracy,
      valAccuracy,
      testAccuracy: test.accuracy,
      trainSeconds,
      imagesPerSecond: (settings.epochs * data.train.length) / trainSeconds,
      finalLoss: trainLoss,
    };
    await folder.write("result.json", json(result), "the accuracies and times above");
    reporter.done(result, { train: sample.length, val: data.val.length, test: data.test.length }, folder);
  } catch (error) {
    if (error !== signal.reason) throw error;
    await keep();
    reporter.interrupted(folder);
  } finally {
    await backend.dispose();
  }
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
