import { expect, test } from "vitest";
import { helpText, readArguments, UsageError } from "./arguments.js";
import { nets } from "./nets.js";

test("no flags: all nets, written, on all threads", () => {
  expect(readArguments([])).toEqual({ only: Object.keys(nets), check: false, threads: null, json: false, help: false });
});

test("every flag is read", () => {
  expect(readArguments(["--only", "lenet-mnist, cnn-gap-mnist", "--check", "--threads=2", "--json", "--help"])).toEqual({
    only: ["lenet-mnist", "cnn-gap-mnist"], check: true, threads: 2, json: true, help: true,
  });
});

test.each([
  [["--only", "resnet"], `--only names "resnet", expected some of ${Object.keys(nets).join(", ")}`],
  [["--only", "toString"], /^--only names "toString", expected some of/],
  [["--only="], /^--only names "", expected some of/],
  [["--threads", "two"], '--threads is "two", expected a whole number from 0 to 64'],
  [["--threads", "65"], '--threads is "65", expected a whole number from 0 to 64'],
  [["--chekc"], /^Unknown option '--chekc'/],
  [["lenet-mnist"], /^Unexpected argument 'lenet-mnist'/],
])("%j is refused", (args, message) => {
  expect(() => readArguments(args)).toThrow(UsageError);
  expect(() => readArguments(args)).toThrow(message);
});

test("the help names every net and fits 80 columns", () => {
  for (const name of Object.keys(nets)) expect(helpText).toContain(name);
  for (const line of helpText.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});
