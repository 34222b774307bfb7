import type { Command } from "./command/command.js";

interface Entry {
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** The commands of `convoke`; a command is loaded when it is called. */
export const commands: Readonly<Record<string, Entry>> = {
  info: { about: "which backends run here, and on what", load: async () => (await import("./commands/info.js")).infoCommand },
  train: { about: "train a network on images, and test it", load: async () => (await import("./commands/train.js")).trainCommand },
  summary: { about: "layers, shapes, parameters, costs and receptive fields of a network", load: async () => (await import("./commands/summary.js")).summaryCommand },
  eval: { about: "test a trained network: each class, confusions, moved images", load: async () => (await import("./commands/eval.js")).evalCommand },
  look: { about: "what a trained network sees in an image", load: async () => (await import("./commands/look.js")).lookCommand },
  explain: { about: "the arithmetic of one output pixel and one kernel gradient", load: async () => (await import("./commands/explain.js")).explainCommand },
  bench: { about: "images a second of each backend on this machine", load: async () => (await import("./commands/bench.js")).benchCommand },
  conformance: { about: "check every backend against the definitions", load: async () => (await import("./commands/conformance.js")).conformanceCommand },
};
