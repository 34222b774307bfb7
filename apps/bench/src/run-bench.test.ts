import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rows } from "./rows/all.js";
import { runBench } from "./run-bench.js";

let output: string;
let errors: string;
beforeEach(() => {
  output = errors = "";
  vi.spyOn(console, "log").mockImplementation((line: string) => void (output += line));
  vi.spyOn(console, "error").mockImplementation((line: string) => void (errors += line));
});
afterEach(() => vi.restoreAllMocks());

test("--help names every option and every row within 80 columns, and measures nothing", async () => {
  expect(await runBench(["--help"], tmpdir())).toBe(0);
  for (const word of ["--json FILE", "--only PATTERN", "--quick", ...rows.map(({ id }) => id)]) expect(output).toContain(word);
  for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(errors).toBe("");
});

test.each([
  [["--fast"], /Unknown option '--fast'/],
  [["matmul"], /Unexpected argument 'matmul'/],
  [["--only"], /'--only <value>' argument missing/],
  [["--only", "["], /--only: "\[" is no regular expression/],
  [["--only", "softmax"], /--only: no row matches "softmax", expected a part of conv2d\/slides-1, /],
  [["--json", "nowhere/bench.json"], /--json: there is no folder nowhere/],
  [["--json", "."], /--json: \. is no file/],
])("%j is refused with exit code 2", async (args, message) => {
  expect(await runBench(args, tmpdir())).toBe(2);
  expect(errors).toMatch(message);
  expect(errors).toContain("hint: npm run bench -- --help");
  expect(output).toBe("");
});
