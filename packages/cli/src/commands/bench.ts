import { type BackendName, backends } from "../backends/backends.js";
import { defineCommand } from "../command/command.js";
import { UsageError } from "../command/errors.js";
import { list, positiveNumber, text, toggle, wholeNumber } from "../command/flag.js";
import { suggestion } from "../command/read-arguments.js";
import { findModel, modelAbout } from "../models/load-model.js";
import { table } from "../terminal/table.js";

const names = Object.keys(backends) as BackendName[];

/** `convoke bench`: images a second of each backend on this machine. */
export const benchCommand = defineCommand({
  name: "convoke bench",
  usage: "convoke bench",
  about: "Times training steps and inference of a network on the backends of this machine, in turn, on random images.",
  flags: {
    backend: list("NAMES", `backends, with commas between them (default ${names.join(",")})`),
    model: text("MODEL", "a model", `${modelAbout} (default cnn)`),
    "batch-size": wholeNumber(1, 60_000, "images a step (default 32)"),
    seconds: positiveNumber("of measuring, for each backend and each of training and inference (default 2)"),
    json: toggle("print one JSON object and nothing else"),
  },
  notes: ["Other programs that run at the same time make the numbers worthless."],
  examples: [
    ["convoke bench", "the slides' CNN on every backend"],
    ["convoke bench --backend worker-threads --model lenet --batch-size 64 --json", "one backend, for programs"],
  ],
  async run({ flags }, { print, interrupt }) {
    const chosen = (flags.backend ?? names).map((name) => {
      if (Object.hasOwn(backends, name)) return name as BackendName;
      throw new UsageError(`--backend: there is no ${JSON.stringify(name)}${suggestion(name, names)}, expected some of ${names.join(", ")}`);
    });
    const model = await findModel(flags.model ?? "cnn");
    const batchSize = flags["batch-size"] ?? 32;
    const { bench } = await import("../bench/bench.js");
    const results = await bench({ backends: chosen, model, batchSize, seconds: flags.seconds ?? 2 }, interrupt());
    if (flags.json) {
      print(JSON.stringify({ node: process.version, model: model.name, batchSize, unit: "images/s", results }));
      return 0;
    }
    const cell = (speed: number | null): string => (speed === null ? "–" : speed.toLocaleString("en-US", { maximumSignificantDigits: 3 }));
    print(`${model.name}, ${batchSize} images a step, images a second`);
    print("");
    for (const line of table([["backend", "training", "inference"], ...results.map(({ backend, training, inference }) => [backend, cell(training), cell(inference)])])) print(line);
    for (const { backend, problem } of results) if (problem !== null) print(`\n${backend} does not run here: ${problem}`);
    return 0;
  },
});
