import { expect, test } from "vitest";
import { compact, digits, percent } from "./numbers.js";

test("numbers for tables", () => {
  expect([0.01234, 1.234, 12.34, 123.4, 12345, 123_456].map(digits)).toEqual(["0.012", "1.23", "12.3", "123", "12345", "123K"]);
  expect([499, 54_321, 40e6].map(compact)).toEqual(["499", "54.3K", "40M"]);
  expect(percent(0.666)).toBe("67%");
});
