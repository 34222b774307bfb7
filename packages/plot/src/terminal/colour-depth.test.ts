import { expect, test } from "vitest";
import { terminalColourDepth } from "./colour-depth.js";

const xterm = { TERM: "xterm-256color" };
const rich = { ...xterm, COLORTERM: "truecolor" };

test.each([
  ["a usual terminal", xterm, true, "256"],
  ["COLORTERM", rich, true, "truecolour"],
  ["COLORTERM, the other word", { ...xterm, COLORTERM: "24bit" }, true, "truecolour"],
  ["a terminal that names itself", { TERM: "xterm-kitty" }, true, "truecolour"],
  ["Windows Terminal", { OS: "Windows_NT", WT_SESSION: "1" }, true, "truecolour"],
  ["Windows without TERM", { OS: "Windows_NT" }, true, "truecolour"],
  ["a pipe or a file", rich, false, "ascii"],
  ["isTTY of a pipe in Node", rich, undefined, "ascii"],
  ["a dumb terminal", { ...rich, TERM: "dumb" }, true, "ascii"],
  ["no TERM", {}, true, "ascii"],
  ["a monochrome terminal", { TERM: "vt100" }, true, "ascii"],
  ["NO_COLOR", { ...rich, NO_COLOR: "1" }, true, "ascii"],
  ["NO_COLOR, whatever its value", { ...rich, NO_COLOR: "0" }, true, "ascii"],
  ["an empty NO_COLOR is none", { ...rich, NO_COLOR: "" }, true, "truecolour"],
  ["FORCE_COLOR into a pipe", { ...xterm, FORCE_COLOR: "1" }, false, "256"],
  ["FORCE_COLOR, empty", { FORCE_COLOR: "" }, false, "256"],
  ["FORCE_COLOR and COLORTERM", { ...rich, FORCE_COLOR: "true" }, false, "truecolour"],
  ["FORCE_COLOR=3", { FORCE_COLOR: "3" }, false, "truecolour"],
  ["FORCE_COLOR=0", { ...rich, FORCE_COLOR: "0" }, true, "ascii"],
  ["FORCE_COLOR before NO_COLOR", { NO_COLOR: "1", FORCE_COLOR: "3" }, false, "truecolour"],
] as const)("%s", (_, env, isTTY, expected) => {
  expect(terminalColourDepth(env, isTTY)).toBe(expected);
});
