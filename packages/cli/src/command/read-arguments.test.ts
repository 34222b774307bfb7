import { expect, test } from "vitest";
import { defineCommand } from "./command.js";
import { UsageError } from "./errors.js";
import { list, oneOf, positiveNumber, text, toggle, wholeNumber } from "./flag.js";
import { helpText } from "./help.js";
import { readArguments } from "./read-arguments.js";

const flags = {
  model: oneOf({ mlp: 1, cnn: 2 }, "the network"),
  epochs: wholeNumber(1, 10_000, "how many times it sees every image, which is a long text that has to be wrapped somewhere before the edge"),
  "batch-size": wholeNumber(1, 60_000, "images a step"),
  seed: wholeNumber(0, Number.MAX_SAFE_INTEGER, "of the random numbers"),
  lr: positiveNumber("learning rate"),
  op: list("NAMES", "ops"),
  out: text("FOLDER", "a folder", "where the results go"),
  json: toggle("JSON"),
};
const command = defineCommand({ name: "demo", usage: "demo", about: "Shows.", flags, examples: [["demo --json", "shows JSON"]], run: () => Promise.resolve(0) });
const withOperands = { ...command, operands: [{ name: "MODEL", about: "a network" }, { name: "IMAGE", about: "a picture", optional: true }] };

test("every kind of flag, in both spellings; the last of two equal ones counts", () => {
  const args = ["--model", "cnn", "--epochs=3", "--batch-size", "16", "--seed", "1", "--seed", "2", "--lr", "1e-3", "--op", "add, mul,", "--out=here", "--json"];
  expect(readArguments(command, args)).toEqual({
    flags: { model: "cnn", epochs: 3, "batch-size": 16, seed: 2, lr: 0.001, op: ["add", "mul"], out: "here", json: true },
    operands: [],
  });
});

test("what is not given is absent", () => {
  expect(readArguments(command, [])).toEqual({ flags: {}, operands: [] });
});

test("operands stand anywhere, and after -- whatever they look like", () => {
  expect(readArguments(withOperands, ["a", "--json", "b"])).toEqual({ flags: { json: true }, operands: ["a", "b"] });
  expect(readArguments(withOperands, ["--", "--json"])).toEqual({ flags: {}, operands: ["--json"] });
});

test.each([["--help"], ["-h"], ["--json", "--help", "--seed", "x"]])("%s asks for help, whatever else is there", (...args) => {
  expect(readArguments(withOperands, args)).toBeNull();
});

test.each([
  [["--epoch", "3"], "there is no flag --epoch, did you mean --epochs?"],
  [["--batchsize", "3"], "there is no flag --batchsize, did you mean --batch-size?"],
  [["--mod=cnn"], "there is no flag --mod, did you mean --model?"],
  [["--zzzzzzzz"], "there is no flag --zzzzzzzz"],
  [["--toString"], "there is no flag --toString"],
  [["-e", "3"], "there is no flag -e, did you mean --epochs?"],
  [["-x"], "there is no flag -x"],
  [["--no-json"], "there is no flag --no-json, did you mean --json?"],
  [["cnn"], '"cnn" is not a flag, expected --name or --name value'],
  [["--epochs"], "--epochs needs a value: --epochs N"],
  [["--json=yes"], '--json takes no value, got "yes"'],
  [["--model", "resnet"], '--model is "resnet", expected one of mlp, cnn'],
  [["--model", "toString"], '--model is "toString", expected one of mlp, cnn'],
  [["--epochs", "0"], '--epochs is "0", expected a whole number from 1 to 10000'],
  [["--epochs", "1.5"], '--epochs is "1.5", expected a whole number from 1 to 10000'],
  [["--epochs", ""], '--epochs is "", expected a whole number from 1 to 10000'],
  [["--epochs", "--lr"], '--epochs is "--lr", expected a whole number from 1 to 10000'],
  [["--seed", "9007199254740992"], '--seed is "9007199254740992", expected a whole number from 0 to 9007199254740991'],
  [["--lr", "0"], '--lr is "0", expected a number above 0'],
  [["--lr", "-0.1"], '--lr is "-0.1", expected a number above 0'],
  [["--lr", "fast"], '--lr is "fast", expected a number above 0'],
  [["--lr", "1e999"], '--lr is "1e999", expected a number above 0'],
  [["--lr", "Infinity"], '--lr is "Infinity", expected a number above 0'],
  [["--op", ","], "--op is empty, expected names with commas between them"],
  [["--out", ""], "--out is empty, expected a folder"],
])("%j is refused", (args, message) => {
  expect(() => readArguments(command, args)).toThrow(new UsageError(message));
});

test("operands that are missing or too many are refused", () => {
  expect(() => readArguments(withOperands, [])).toThrow(new UsageError("MODEL is missing, expected a network"));
  expect(() => readArguments(withOperands, ["a", "b", "c"])).toThrow(new UsageError('"c" is one word too many, expected MODEL IMAGE'));
});

test("the help names every flag and fits 80 columns", () => {
  const lines = helpText(withOperands).split("\n");
  expect(lines).toContain("Usage: demo MODEL [IMAGE] [flags]");
  for (const name of [...Object.keys(flags), "help"]) expect(lines.filter((line) => line.startsWith(`  --${name} `)), name).toHaveLength(1);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
});
