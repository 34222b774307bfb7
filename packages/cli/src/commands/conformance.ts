import { defineCommand } from "../command/command.js";
import { list, toggle, wholeNumber } from "../command/flag.js";

/** The flags of `convoke conformance` and of the repository's `npm run conformance`. */
export const conformanceFlags = {
  backend: list("NAMES", "the backends to check, with commas between them (default all)"),
  op: list("NAMES", "these ops only, such as conv2d; sgdStep and adamStep are kernels without an op"),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER, "seed of the random cases (default 0)"),
  deep: toggle("1,000 random cases an op instead of 25"),
  json: toggle("print one JSON object a line and nothing else"),
};

/** `convoke conformance`: every backend against the definitions. */
export const conformanceCommand = defineCommand({
  name: "convoke conformance",
  usage: "convoke conformance",
  about: "Checks that every backend computes what the definitions say, on this machine.",
  flags: conformanceFlags,
  examples: [
    ["convoke conformance", "all ops on all backends; takes some minutes"],
    ["convoke conformance --backend worker-threads --op conv2d,linear", "two ops on one backend"],
  ],
  async run({ flags }, context) {
    const { checkSubjects } = await import("../conformance/check-subjects.js");
    const settings = { backends: flags.backend ?? defaults, ops: flags.op ?? null, seed: flags.seed ?? 0, deep: flags.deep ?? false, json: flags.json ?? false };
    const { failures } = await checkSubjects(settings, context);
    return failures.length === 0 ? 0 : 1;
  },
});

/** Without cpu-derived, which is of interest to those who work on core. */
const defaults = ["cpu", "worker-threads"];
