import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rows } from "./rows/all.js";
import { runBench } from "./run-bench.js";
import { subjects } from "./subjects/all.js";

let output: string;
let errors: string;
beforeEach(() => {
  output = errors = "";
  vi.spyOn(console, "log").mockImplementation((line: string) => void (output += line));
  vi.spyOn(console, "error").mockImplementation((line: string) => void (errors += line));
});
afterEach(() => vi.restoreAllMocks());

test("--help names every option, subject and row within 80 columns, and measures nothing", async () => {
  expect(await runBench(["--help"], tmpdir())).toBe(0);
  const names = [...rows.map(({ id }) => id), ...subjects.map(({ name }) => name)];
  for (const word of ["--only LIST", "--subjects LIST", "--runs N", "--json FILE", "--write FILE", "--markdown", ...names]) expect(output).toContain(word);
  for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(errors).toBe("");
});

test.each([
  [["--run", "3"], "there is no option --run, did you mean --runs?"],
  [["--zzz"], "there is no option --zzz"],
  [["matmul"], '"matmul" is not an option, expected --name or --name value'],
  [["--only"], "--only needs a value: --only LIST"],
  [["--markdown=yes"], '--markdown takes no value, got "yes"'],
  [["--only", "matmull"], '--only: there is no row or group "matmull", did you mean matmul?'],
  [["--only", "conv2d/resnet-3x4"], '--only: there is no row or group "conv2d/resnet-3x4", did you mean conv2d/resnet-3x3?'],
  [["--only", "matmul,softmax"], '--only: there is no row or group "softmax"'],
  [["--only", ","], "--only: the list is empty"],
  [["--subjects", "pytorch-x3"], '--subjects: there is no subject "pytorch-x3", did you mean pytorch-x1?'],
  [["--runs", "0"], '--runs is "0", expected a whole number from 1 to 1000'],
  [["--runs", "2.5"], '--runs is "2.5", expected a whole number from 1 to 1000'],
  [["--json", "nowhere/bench.json"], "--json: there is no folder nowhere"],
  [["--write", "."], "--write: . is no file"],
])("%j is refused with exit code 2", async (args, message) => {
  expect(await runBench(args, tmpdir())).toBe(2);
  expect(errors).toBe(`bench: ${message}\nhint: npm run bench -- --help`);
  expect(output).toBe("");
});
