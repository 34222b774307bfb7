import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { convoke } from "../test/capture.test-support.js";

const onCpu = ["--backend", "cpu"];

test("text in 80 columns, JSON and Markdown of the slides' CNN", async () => {
  const text = await convoke("summary", "cnn", ...onCpu);
  expect(text).toMatchObject({ code: 0, stderr: "" });
  expect(text.stdout).toContain("Parameters: 206,922, all trainable");
  for (const line of text.stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  const json = await convoke("summary", "cnn", "--batch", "2", "--json", ...onCpu);
  expect(JSON.parse(json.stdout)).toMatchObject({ totals: { parameters: 206_922, macs: 2 * 1_218_048 } });
  expect((await convoke("summary", "cnn", "--markdown", ...onCpu)).stdout).toMatch(/^\| Layer .*\n\|/m);
});

test("--classes and --depth change the tree", async () => {
  const whole = await convoke("summary", "mlp", "--classes", "3", ...onCpu);
  expect(whole.stdout).toContain("[1, 3]");
  const folded = await convoke("summary", "mlp", "--classes", "3", "--depth", "1", ...onCpu);
  expect(folded.stdout.split("\n").length).toBeLessThan(whole.stdout.split("\n").length);
});

test("a network of one's own needs a shape, from its module or the command line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "convoke cli "));
  const [bare, told] = [join(folder, "bare.mjs"), join(folder, "told.mjs")];
  const layer = "export const model = { forward: (images) => images.mean([2, 3]) };";
  await writeFile(bare, layer);
  await writeFile(told, `${layer} export const inputShape = [3, 8, 8];`);
  expect(await convoke("summary", bare, ...onCpu)).toMatchObject({ code: 2, stderr: expect.stringContaining("--input is missing: nobody knows") });
  expect((await convoke("summary", bare, "--input", "5,8,8", ...onCpu)).stdout).toContain("[1, 5]");
  expect((await convoke("summary", told, ...onCpu)).stdout).toContain("[1, 3]");
  await writeFile(join(folder, "wrong.mjs"), `${layer} export const inputShape = [3, 8];`);
  expect(await convoke("summary", join(folder, "wrong.mjs"), ...onCpu)).toMatchObject({ code: 1, stderr: expect.stringContaining("inputShape is [3,8], expected [channels, height, width]") });
  await rm(folder, { recursive: true });
});

test.each([
  [["cnn", "--input", "1,14,14"], 1, /^convoke summary: summary: layer fc_layers.*fails on/],
  [["cnn", "--json", "--markdown"], 2, /^convoke summary: --json and --markdown are given, expected one of them\n/],
  [["cn"], 2, /^convoke summary: there is no model "cn", did you mean cnn\?/],
])("%j is refused", async (args, code, stderr) => {
  expect(await convoke("summary", ...args, ...onCpu)).toEqual({ code, stdout: "", stderr: expect.stringMatching(stderr) });
});
