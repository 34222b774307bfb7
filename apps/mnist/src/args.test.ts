import { expect, test } from "vitest";
import { readArguments } from "./args.js";
import { UsageError } from "./errors.js";
import { flags, helpText } from "./flags.js";

const settingsOf = (...args: string[]) => readArguments(args).settings;

test("no flags: the slides' CNN on all threads", () => {
  expect(readArguments([])).toMatchObject({ settings: { model: "cnn", backend: "worker-threads", threads: null }, out: null, json: false, help: false });
});

test("every flag is read, in both spellings", () => {
  const args = ["--model", "cnn-gap", "--backend=worker-threads", "--threads", "3", "--epochs=3", "--batch-size", "16", "--lr", "1e-3", "--optimizer=adamw", "--limit", "640", "--val-size", "100", "--seed", "7", "--out", "here", "--json"];
  expect(readArguments(args)).toEqual({
    settings: { model: "cnn-gap", backend: "worker-threads", threads: 3, epochs: 3, batchSize: 16, lr: 0.001, optimizer: "adamw", limit: 640, valSize: 100, seed: 7 },
    out: "here",
    json: true,
    help: false,
  });
});

test("the last of two equal flags counts", () => {
  expect(settingsOf("--seed", "1", "--seed", "2").seed).toBe(2);
});

test("a flag that is not given depends on the model and the optimizer", () => {
  expect(settingsOf("--model", "mlp").epochs).not.toBe(settingsOf("--model", "cnn").epochs);
  expect(settingsOf("--model", "mlp").batchSize).not.toBe(settingsOf("--model", "cnn").batchSize);
  expect(settingsOf("--optimizer", "adam").lr).not.toBe(settingsOf("--optimizer", "sgd").lr);
  expect(settingsOf("--model", "mlp", "--epochs", "5").epochs).toBe(5);
});

test.each([
  [["--epoch", "3"], "there is no flag --epoch, did you mean --epochs?"],
  [["--batchsize", "3"], "there is no flag --batchsize, did you mean --batch-size?"],
  [["--lim=3"], "there is no flag --lim, did you mean --limit?"],
  [["--zzzzzzzz"], "there is no flag --zzzzzzzz"],
  [["-e", "3"], "there is no flag -e, did you mean --epochs?"],
  [["-x"], "there is no flag -x"],
  [["--no-json"], "there is no flag --no-json, did you mean --json?"],
  [["cnn"], '"cnn" is not a flag, expected --name or --name value'],
  [["--epochs"], "--epochs needs a value: --epochs N"],
  [["--json=yes"], '--json takes no value, got "yes"'],
  [["--model", "resnet"], '--model is "resnet", expected one of mlp, cnn, cnn-gap'],
  [["--model", "toString"], '--model is "toString", expected one of mlp, cnn, cnn-gap'],
  [["--backend", "gpu"], '--backend is "gpu", expected one of worker-threads, cpu'],
  [["--threads", "65"], '--threads is "65", expected a whole number from 0 to 64'],
  [["--backend", "cpu", "--threads", "2"], "--threads is for --backend worker-threads, but the backend is cpu"],
  [["--optimizer", "lion"], '--optimizer is "lion", expected one of sgd, adam, adamw'],
  [["--epochs", "0"], '--epochs is "0", expected a whole number from 1 to 10000'],
  [["--epochs", "1.5"], '--epochs is "1.5", expected a whole number from 1 to 10000'],
  [["--epochs", ""], '--epochs is "", expected a whole number from 1 to 10000'],
  [["--epochs", "--lr"], '--epochs is "--lr", expected a whole number from 1 to 10000'],
  [["--limit", "-1"], '--limit is "-1", expected a whole number from 0 to 60000'],
  [["--val-size", "60000"], '--val-size is "60000", expected a whole number from 0 to 59999'],
  [["--seed", "9007199254740992"], '--seed is "9007199254740992", expected a whole number from 0 to 9007199254740991'],
  [["--lr", "0"], '--lr is "0", expected a number above 0'],
  [["--lr", "-0.1"], '--lr is "-0.1", expected a number above 0'],
  [["--lr", "fast"], '--lr is "fast", expected a number above 0'],
  [["--lr", "Infinity"], '--lr is "Infinity", expected a number above 0'],
  [["--out", ""], "--out is empty, expected a folder"],
])("%j is refused", (args, message) => {
  expect(() => readArguments(args)).toThrow(new UsageError(message));
});

test("the help names every flag and fits 80 columns", () => {
  const lines = helpText().split("\n");
  for (const { name } of flags) expect(lines.filter((line) => line.startsWith(`  --${name} `)), name).toHaveLength(1);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
});
