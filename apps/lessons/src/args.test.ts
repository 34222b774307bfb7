import { expect, test } from "vitest";
import { readArgs, UsageError } from "./args.js";
import { lessons } from "./lessons/index.js";

const read = (...args: string[]) => readArgs(args, lessons, { LANG: "vi_VN.UTF-8" });
const only = (text: string): string[] => read("--only", text).only!.map(({ id }) => id);

test("the defaults: everything, the language of LANG", () => {
  expect(read()).toEqual({ list: false, only: null, language: "vi", out: "lessons-report", quick: false, json: false, help: false });
  expect(readArgs([], lessons, {}).language).toBe("en");
});

test("--only takes ids and their beginnings, in reading order", () => {
  expect(only("B-shift,A-2.1")).toEqual(["A-2.1", "B-shift"]);
  expect(only("a-4")).toEqual(["A-4.1", "A-4.3", "A-4.4"]);
  expect(only("A-5.1")).toEqual(["A-5.1"]);
  expect(only("A").length + only("B").length).toBe(lessons.length);
});

test.each([
  [["--ony", "A"], "there is no flag --ony, did you mean --only?"],
  [["--only", "B-shft"], '--only: there is no lesson "b-shft", did you mean B-shift?'],
  [["--only", ""], '--only: there is no lesson ""'],
  [["--lang", "fr"], '--lang is "fr", expected vi or en'],
  [["--out", ""], "--out is empty, expected a folder"],
])("%j is refused in words", (args, message) => {
  expect(() => read(...args)).toThrow(UsageError);
  expect(() => read(...args)).toThrow(message);
});
