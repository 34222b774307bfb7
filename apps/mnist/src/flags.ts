import { backends } from "./backends.js";
import { optimizers } from "./optimizers.js";
import { presets } from "./presets.js";

export interface Flag {
  readonly name: string;
  /** How the help calls its value; a flag without one is on or off. */
  readonly value?: string;
  readonly about: string;
}

/** "10 for mlp, 1 for cnn …" */
function each<T>(table: Readonly<Record<string, T>>, value: (item: T) => number): string {
  return Object.entries(table).map(([name, item]) => `${value(item)} for ${name}`).join(", ");
}

export const flags: readonly Flag[] = [
  { name: "model", value: "NAME", about: `${Object.keys(presets).join(", ")} (default cnn)` },
  { name: "backend", value: "NAME", about: `what computes: ${Object.keys(backends).join(", ")} (default worker-threads)` },
  { name: "threads", value: "N", about: "of worker-threads: how many compute, 0 for none but the main one (default one a processor)" },
  { name: "epochs", value: "N", about: `how many times it sees every image (default ${each(presets, ({ epochs }) => epochs)})` },
  { name: "batch-size", value: "N", about: `images a training step (default ${each(presets, ({ batchSize }) => batchSize)})` },
  { name: "lr", value: "X", about: `learning rate at the start; it falls to 0 (default ${each(optimizers, ({ lr }) => lr)})` },
  { name: "optimizer", value: "NAME", about: `${Object.keys(optimizers).join(", ")} (default sgd, with momentum 0.9)` },
  { name: "limit", value: "N", about: `training images, 0 for all (default ${each(presets, ({ limit }) => limit)})` },
  { name: "val-size", value: "N", about: "images set aside for validation, 0 for none (default 5000)" },
  { name: "seed", value: "N", about: "the same seed gives the same numbers (default 1)" },
  { name: "out", value: "FOLDER", about: "where the results go (default runs/TIME-MODEL)" },
  { name: "json", about: "print one JSON object a line and nothing else" },
  { name: "help", about: "print this" },
];

/** The text of `--help`. */
export function helpText(): string {
  const rows = flags.map(({ name, value, about }) => ({ usage: `--${name}${value ? ` ${value}` : ""}`, about }));
  const width = Math.max(...rows.map(({ usage }) => usage.length)) + 2;
  const lines = rows.map(({ usage, about }) => `  ${usage.padEnd(width)}${wrap(about, 78 - width).join(`\n${" ".repeat(width + 2)}`)}`);
  return [
    "Trains a network on MNIST, pictures of handwritten digits, and tests it.",
    "",
    "Usage: npm start -- [flags]",
    "",
    ...lines,
    "",
    ...Object.entries(presets).map(([name, { about }]) => `  ${name.padEnd(9)}${about}`),
    "",
    "Ctrl-C ends the run after the current batch and keeps what there is.",
    "Exit codes: 0 done, 1 failed, 2 a flag is wrong, 130 stopped by Ctrl-C.",
  ].join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
