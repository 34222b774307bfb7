import { expect, test } from "vitest";
import { UsageError } from "../command/errors.js";
import { defineCommand } from "../command/command.js";
import { helpText } from "../command/help.js";
import { readArguments } from "../command/read-arguments.js";
import { type Preset, trainFlags, trainSettings } from "./settings.js";

const presets = {
  mlp: { about: "no convolution", epochs: 10, batchSize: 64, limit: 20_000, valSize: 5_000 },
  cnn: { about: "two", epochs: 1, batchSize: 32, limit: 0, valSize: 5_000 },
} satisfies Record<string, Preset>;
const command = defineCommand({ name: "train", usage: "train", about: "Trains.", flags: trainFlags(presets, 60_000), run: () => Promise.resolve(0) });
const settingsOf = (model: keyof typeof presets, ...args: string[]) => trainSettings(readArguments(command, args)!.flags, model, presets[model]);

test("no flags: all threads, SGD, the preset's numbers", () => {
  expect(settingsOf("cnn")).toEqual({
    model: "cnn", backend: "worker-threads", threads: null, epochs: 1, batchSize: 32, lr: 0.05, optimizer: "sgd", limit: 0, valSize: 5_000, seed: 1,
  });
});

test("every flag counts", () => {
  const args = ["--backend=worker-threads", "--threads", "3", "--epochs=3", "--batch-size", "16", "--lr", "1e-3", "--optimizer=adamw", "--limit", "640", "--val-size", "100", "--seed", "7"];
  expect(settingsOf("cnn", ...args)).toEqual({
    model: "cnn", backend: "worker-threads", threads: 3, epochs: 3, batchSize: 16, lr: 0.001, optimizer: "adamw", limit: 640, valSize: 100, seed: 7,
  });
});

test("a flag that is not given depends on the model and the optimizer", () => {
  expect(settingsOf("mlp")).toMatchObject({ epochs: 10, batchSize: 64, limit: 20_000 });
  expect(settingsOf("mlp", "--epochs", "5").epochs).toBe(5);
  expect(settingsOf("cnn", "--optimizer", "adam").lr).toBe(0.002);
});

test.each([
  [["--limit", "-1"], '--limit is "-1", expected a whole number from 0 to 60000'],
  [["--val-size", "60000"], '--val-size is "60000", expected a whole number from 0 to 59999'],
  [["--threads", "65"], '--threads is "65", expected a whole number from 0 to 64'],
  [["--backend", "gpu"], '--backend is "gpu", expected one of worker-threads, cpu, gpujs'],
  [["--optimizer", "lion"], '--optimizer is "lion", expected one of sgd, adam, adamw'],
  [["--backend", "cpu", "--threads", "2"], "--threads is for --backend worker-threads, but the backend is cpu"],
])("%j is refused", (args, message) => {
  expect(() => settingsOf("cnn", ...args)).toThrow(new UsageError(message));
});

test("the help says what each model takes, and once where all take the same", () => {
  const help = helpText(command).replace(/\s+/g, " ");
  expect(help).toContain("how many times it sees every image (default 10 for mlp, 1 for cnn)");
  expect(help).toContain("set aside for validation, 0 for none (default 5000)");
});
