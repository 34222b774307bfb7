import { backendChoice, backendFlags, makeBackend } from "../backends/backends.js";
import { defineCommand } from "../command/command.js";
import { UsageError } from "../command/errors.js";
import { numbers, toggle, wholeNumber } from "../command/flag.js";
import { modelAbout } from "../models/load-model.js";
import { weightsFlag } from "../models/trained-about.js";

/** `convoke summary MODEL`: what its layers do to shapes, what they cost, and what they see. */
export const summaryCommand = defineCommand({
  name: "convoke summary",
  usage: "convoke summary",
  about: "Lists the layers of a network as a tree: output shape, kernel, parameters, multiply-accumulates, memory, receptive field.",
  operands: [{ name: "MODEL", about: `${modelAbout}; or a .safetensors file, or lenet-mnist, cnn-gap-mnist, cnn-fashion-mnist` }],
  flags: {
    input: numbers("C,H,W", 3, "channels, height and width of an image (default what the model was made for)"),
    batch: wholeNumber(1, 1_000_000, "images at a time (default 1)"),
    classes: wholeNumber(1, 1_000_000, "how many classes it tells apart, where it is not made for a number (default 10)"),
    depth: wholeNumber(0, 1_000, "how deep the tree goes (default all of it)"),
    ...weightsFlag,
    ...backendFlags,
    markdown: toggle("print a table of Markdown"),
    json: toggle("print one JSON object and nothing else"),
  },
  examples: [
    ["convoke summary cnn", "the slides' network"],
    ["convoke summary googlenet --classes 1000 --depth 1", "the blocks of a deep one"],
    ["convoke summary ./my-net.mjs --input 3,32,32 --json", "your own"],
  ],
  async run({ flags, operands: [name = ""] }, { print }) {
    if (flags.json && flags.markdown) throw new UsageError("--json and --markdown are given, expected one of them");
    const [{ setBackend }, { summary }, { loadTrained }] = await Promise.all([import("@convoke/core"), import("@convoke/inspect"), import("../models/load-trained.js")]);
    const backend = await makeBackend(backendChoice(flags));
    try {
      setBackend(backend);
      const { layer, input } = await loadTrained(name, flags.weights, { untrained: true, ...(flags.classes !== undefined && { classes: flags.classes }) });
      const shape = flags.input ?? input;
      if (shape === null) throw new UsageError("--input is missing: nobody knows which images this network takes, expected C,H,W");
      const result = summary(layer, [flags.batch ?? 1, ...shape]);
      if (flags.json) print(JSON.stringify(result));
      else if (flags.markdown) print(result.toMarkdown());
      else print(result.toText(flags.depth === undefined ? {} : { depth: flags.depth }));
    } finally {
      await backend.dispose();
    }
    return 0;
  },
});
