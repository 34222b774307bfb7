import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformFrom } from "@convoke/data";
import { loadSafetensors } from "@convoke/formats/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { EvalReport } from "../eval/eval-report.js";
import { convoke } from "../test/capture.test-support.js";
import { writeColours, writeStripes } from "../test/tiny-data.test-support.js";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
const here = (...path: string[]) => join(folder, ...path);
const onCpu = ["--backend", "cpu"];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convoke cli "));
  await writeStripes(here("stripes"), 100, 30);
});
afterAll(() => rm(folder, { recursive: true }));

test("train on IDX files of one's own, then eval: text, JSON and files", async () => {
  const weights = here("run", "weights.safetensors");
  const trained = await convoke("train", "--data", here("stripes"), "--model", "lenet", "--epochs", "8", "--batch-size", "10", "--json", "--out", here("run"), ...onCpu);
  expect(trained).toMatchObject({ code: 0, stderr: "" });
  const events = trained.stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events[0]).toMatchObject({ event: "start", model: "lenet", data: here("stripes"), trainImages: 90, valImages: 10, testImages: 30 });
  expect(events.at(-1)).toMatchObject({ event: "done" });
  expect((await loadSafetensors(weights)).metadata).toMatchObject({ model: "lenet", mean: "0.0357", std: "0.1856" });      // 1/28, √(1/28 − 1/28²)

  const { code, stdout, stderr } = await convoke("eval", weights, "--data", here("stripes"), "--json", "--out", here("report"), ...onCpu);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report = JSON.parse(stdout) as EvalReport;
  expect(report).toMatchObject({ model: "lenet", parameters: 5_994, images: 30, accuracy: events.at(-1)!["testAccuracy"] });
  expect(report.confusion.flat().reduce((sum, count) => sum + count)).toBe(30);
  expect(report.shifts.map(({ down, right }) => [down, right])).toEqual([[0, 0], [2, 2], [4, 4], [6, -6]]);
  expect(report.shifts[0]!.accuracy).toBe(report.accuracy);
  expect(report.accuracy).toBeGreaterThan(0.9);
  expect(report.shifts[1]!.accuracy).toBeLessThan(0.5);                     // stripe c, moved by 2, is stripe c + 1
  expect((await readdir(here("report"))).sort()).toEqual(["confusion.svg", "eval.json"]);
  expect(JSON.parse(await readFile(here("report", "eval.json"), "utf8"))).toEqual(report);

  const text = await convoke("eval", weights, "--data", here("stripes"), "--limit", "10", "--no-shifts", ...onCpu);
  expect(text.stdout).toMatch(/^lenet on 10 test images of /);
  expect(text.stdout).not.toContain("moved");
  for (const line of text.stdout.split("\n")) expect(line.replace(folder, "").length, line).toBeLessThanOrEqual(80);
});

test("train on folders of colour images; the weights know classes and preprocessing", async () => {
  const data = await writeColours(here("colours"), { red: [200, 20, 20], green: [20, 200, 20], blue: [20, 20, 200] }, 5);
  const out = here("colour run");
  const trained = await convoke("train", "--data", data, "--model", "pytorch-cnn", "--epochs", "2", "--batch-size", "4", "--optimizer", "adam", "--out", out, ...onCpu);
  expect(trained).toMatchObject({ code: 0, stderr: "" });
  expect(trained.stdout).toContain("all of 11 to learn from\n            1 to validate after each epoch, 3 to test at the end");
  const { metadata } = await loadSafetensors(join(out, "weights.safetensors"));
  expect(JSON.parse(metadata["classes"]!)).toEqual(["blue", "green", "red"]);
  const prepare = transformFrom<object, { readonly shape: readonly number[]; readonly data: Float32Array }>(JSON.parse(metadata["preprocessing"]!));
  const tensor = prepare({ width: 2, height: 1, channels: 1, data: new Uint8Array([255, 255]) });
  expect([tensor.shape, tensor.data[0]]).toEqual([[3, 64, 64], 1]);
  const { code, stdout } = await convoke("eval", join(out, "weights.safetensors"), "--data", data, "--json", "--no-shifts", ...onCpu);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as EvalReport).classes.map(({ name }) => name)).toEqual(["blue", "green", "red"]);

  await writeFile(join(data, "red", "0.ppm"), "no image");
  const bad = await convoke("train", "--data", data, "--model", "pytorch-cnn", "--out", here("bad run"), ...onCpu);
  expect(bad).toMatchObject({ code: 1, stderr: expect.stringMatching(/^convoke train: ImageFolder\.get: .*red.0\.ppm .*\nhint: .*\n$/) });
});

test("a network from a module of one's own: a layer, a function, a class", async () => {
  // Says which of the columns 0, 2, 4 … is lit.
  const forward = "forward(images) { return images.mean([1, 2]).reshape([images.shape[0], 14, 2]).mean(2).slice(null, [0, 10]).mul(1000); }";
  for (const [file, text] of [["layer.mjs", `export const model = { ${forward} };`], ["make.mjs", `export default () => ({ ${forward} });`], ["class.mjs", `export class Parrot { ${forward} }`]] as const) {
    await writeFile(here(file), text);
    const { code, stdout, stderr } = await convoke("eval", here(file), "--data", here("stripes"), "--json", "--no-shifts", ...onCpu);
    expect({ code, stderr }, file).toEqual({ code: 0, stderr: "" });
    expect((JSON.parse(stdout) as EvalReport).accuracy, file).toBe(1);
  }
});

test("a network that comes with Convoke is tested on the data that it was trained on", async () => {
  const { code, stdout } = await convoke("eval", "lenet-mnist", "--limit", "500", "--no-shifts", "--json", ...onCpu);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as EvalReport;
  expect(report).toMatchObject({ model: "lenet-mnist", data: "MNIST, images of handwritten digits", images: 500 });
  expect(report.accuracy).toBeGreaterThan(0.97);
});

test.each([
  ["missing weights", ["eval", "nowhere.safetensors"], 1, /^convoke eval: loadSafetensors: cannot read .*nowhere\.safetensors \(ENOENT\)/],
  ["weights that are cut short", ["eval", "cut.safetensors"], 1, /^convoke eval: loadSafetensors: .*cut\.safetensors: .*\nhint: /],
  ["weights of another model", ["eval", "cnn", "--weights", "run/weights.safetensors"], 1, /^convoke eval: .*weights\.safetensors: does not fit the model cnn: loadStateDict: missing keys /],
  ["a model without weights", ["eval", "cnn"], 1, /^convoke eval: the model cnn has no weights yet\nhint: /],
  ["weights of other classes", ["eval", "run/weights.safetensors", "--data", "colours"], 1, /^convoke eval: the weights tell 0, .* apart, but the data are blue, green, red\n$/],
  ["a model that is misspelt", ["train", "--model", "lennet"], 2, /^convoke train: there is no model "lennet", did you mean lenet\?/],
  ["a module that is not there", ["train", "--model", "./net.mjs"], 1, /^convoke train: .*net\.mjs: there is no such file\n$/],
  ["a module that cannot be read", ["eval", "broken.mjs"], 1, /^convoke eval: .*broken\.mjs: cannot be imported: /],
  ["a module without a layer", ["eval", "empty.mjs"], 1, /^convoke eval: .*empty\.mjs: exports one, two, expected a layer, or a function that makes one, under the name model\n$/],
  ["data that are not there", ["train", "--data", "nothing"], 1, /^convoke train: --data .*nothing: cannot be read \(ENOENT\)\nhint: it is mnist, /],
  ["more set aside than there is", ["train", "--data", "stripes", "--val-size", "100"], 1, /^convoke train: --val-size 100 leaves none of the 100 training images to learn from\n$/],
])("%s is one clean message", async (_name, args, code, stderr) => {
  await writeFile(here("cut.safetensors"), (await readFile(here("run", "weights.safetensors"))).subarray(0, 300));
  await writeFile(here("broken.mjs"), "export const model = ;");
  await writeFile(here("empty.mjs"), "export const one = 1, two = 2;");
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await convoke(...args, ...onCpu)).toEqual({ code, stdout: "", stderr: expect.stringMatching(stderr) });
  } finally {
    process.chdir(before);
  }
});
