import { expect, test } from "vitest";
import { nearest } from "./nearest.js";

test.each([
  ["sede", "seed"],
  ["opt", "optimizer"],
  ["s", "seed"],
  ["x", undefined],
  ["optimiser", "optimizer"],
  ["value-size", "val-size"],
  ["", undefined],
])("%s → %s", (word, expected) => {
  expect(nearest(word, ["seed", "optimizer", "val-size"])).toBe(expected);
});

test("nothing to choose from", () => {
  expect(nearest("seed", [])).toBeUndefined();
});
