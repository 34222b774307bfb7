import { backendChoice, backendFlags, makeBackend } from "../backends/backends.js";
import { defineCommand } from "../command/command.js";
import { text, toggle, wholeNumber } from "../command/flag.js";
import { type Data, dataAbout } from "../data/data.js";
import type { EvalReport } from "../eval/eval-report.js";
import { trainedAbout, weightsFlag } from "../models/trained-about.js";

/** `convoke eval MODEL`: where a network is right and where it is wrong. */
export const evalCommand = defineCommand({
  name: "convoke eval",
  usage: "convoke eval",
  about: "Tests a trained network: accuracy, each class, what it confuses, and what becomes of it when the images move.",
  operands: [{ name: "MODEL", about: trainedAbout }],
  flags: {
    data: text("DATA", "data", `${dataAbout} (default what it was trained on)`),
    ...weightsFlag,
    ...backendFlags,
    limit: wholeNumber(0, 10_000_000, "test images, 0 for all (default 0)"),
    "no-shifts": toggle("leave out the images that are moved, which take most of the time"),
    out: text("FOLDER", "a folder", "also write confusion.svg and eval.json there"),
    json: toggle("print one JSON object and nothing else"),
  },
  examples: [
    ["convoke eval lenet-mnist", "a network that comes with Convoke"],
    ["convoke eval runs/lenet/weights.safetensors --out report", "what convoke train left there, with a picture of the confusion matrix"],
    ["convoke eval ./my-net.mjs --weights best.safetensors --data ./flowers", "your own network on your own images"],
  ],
  async run({ flags, operands: [name = ""] }, { print, interrupt }) {
    const [{ setBackend }, { loadTrained }, { loadData }, { evalReport }] = await Promise.all([
      import("@convoke/core"), import("../models/load-trained.js"), import("../data/load-data.js"), import("../eval/eval-report.js"),
    ]);
    const signal = interrupt();
    const backend = await makeBackend(backendChoice(flags));
    try {
      setBackend(backend);
      const trained = await loadTrained(name, flags.weights);
      const { normalization } = trained;
      const data = await loadData(flags.data ?? trained.data, trained.input ?? [3, 64, 64], { limit: 0, valSize: 0, seed: 1, ...(normalization && { normalization }) });
      const report = await evalReport(trained, data, flags.limit ?? 0, !flags["no-shifts"], signal);
      if (flags.json) print(JSON.stringify(report));
      else for (const line of (await import("../eval/report-text.js")).reportText(report)) print(line);
      if (flags.out !== undefined) await writeReport(flags.out, report, data);
    } finally {
      await backend.dispose();
    }
    return 0;
  },
});

async function writeReport(out: string, report: EvalReport, data: Data): Promise<void> {
  const [{ makeRunFolder }, { drawConfusion }] = await Promise.all([import("../train/run-folder.js"), import("../train/pictures.js")]);
  const folder = await makeRunFolder(out, report.model);
  await folder.write("eval.json", `${JSON.stringify(report, null, 2)}\n`, "all numbers");
  await drawConfusion(folder, report, data);
}
