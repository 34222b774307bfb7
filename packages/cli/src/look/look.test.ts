import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cpu } from "@convoke/backend-cpu";
import { setBackend } from "@convoke/core";
import { decodePng, toTensor } from "@convoke/data";
import { Linear } from "@convoke/nn";
import { encodePng } from "@convoke/plot";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Trained } from "../models/load-trained.js";
import { convoke } from "../test/capture.test-support.js";
import { readImage } from "./read-image.js";

let folder: string;
const here = (...path: string[]) => join(folder, ...path);
const onCpu = ["--backend", "cpu"];
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "convoke cli "))));
afterAll(() => rm(folder, { recursive: true }));

/** Of full intensity. */
const share = (level: number): number => Math.fround(level / 255);

interface Seen {
  readonly answer: readonly { readonly name: string; readonly probability: number }[];
  readonly target: string;
  readonly layer: string;
  readonly layers: readonly { readonly name: string; readonly shape: readonly number[]; readonly zeros: number }[];
  readonly saliency: { readonly shape: readonly number[]; readonly data: readonly number[] };
  readonly gradCam: { readonly layer: string; readonly shape: readonly number[]; readonly data: readonly number[] };
}

/** A stroke of light from top to bottom, or dark ink on white: a 1. */
function one(ink: number, paper: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: 56 * 56 }, (_, i) => (Math.abs((i % 56) - 28) < 3 && i > 56 * 8 && i < 56 * 48 ? ink : paper));
  return encodePng({ width: 56, height: 56, channels: 1, data });
}

test("a test image by its number: the answer, and what each layer makes of it", async () => {
  const { code, stdout, stderr } = await convoke("look", "0", "--json", ...onCpu);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const seen = JSON.parse(stdout) as Seen;
  expect(seen).toMatchObject({ model: "lenet-mnist", image: "test digit 0, a 7", target: "7", kernels: [8, 1, 5, 5], layer: "conv_layers.1", gradCam: { layer: "conv_layers.4" } });
  expect(seen.answer).toHaveLength(10);
  expect(seen.answer.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  expect(seen.layers[0]).toEqual({ name: "conv_layers.0", shape: [8, 24, 24], zeros: 0 });
  expect(seen.layers[1]!.zeros).toBeGreaterThan(0.1);
  for (const { shape, data } of [seen.saliency, seen.gradCam]) {
    expect([shape, data.length]).toEqual([[28, 28], 784]);
    expect(Math.max(...data)).toBeGreaterThan(0);
  }
});

test("pictures as plain characters in a pipe, and PNG files that can be decoded", async () => {
  const { code, stdout, stderr } = await convoke("look", "0", "--out", here("pictures"), "--layer", "conv_layers.3", "--class", "3", ...onCpu);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  for (const line of stdout.split("\n")) expect(line.replace(folder, "").length, line).toBeLessThanOrEqual(80);
  for (const part of ["  7\n", "What conv_layers.3 finds, 16 × 8 × 8", "the score of 3 most", "where in conv_layers.3 the evidence for 3 lies"]) expect(stdout).toContain(part);
  const files = await readdir(here("pictures"));
  expect(files.sort()).toEqual(["grad-cam.png", "image.png", "kernels.png", "maps.png", "saliency.png"]);
  for (const file of files) expect(decodePng(await readFile(here("pictures", file))).width, file).toBeGreaterThan(0);
});

test("a file is resized; --invert makes light strokes of dark ink", async () => {
  await writeFile(here("light.png"), await one(255, 0));
  await writeFile(here("ink.png"), await one(0, 255));
  // One after the other: a command sets the default backend of its process.
  const look = async (...args: string[]): Promise<Seen> => JSON.parse((await convoke("look", ...args, "--json", ...onCpu)).stdout) as Seen;
  const light = await look(here("light.png"));
  const inverted = await look(here("ink.png"), "--invert");
  const ink = await look(here("ink.png"));
  expect(light.target).toBe("1");
  expect(inverted.answer).toEqual(light.answer);
  expect(ink.answer).not.toEqual(light.answer);
});

/** What of a file comes to a network of 2 × 2 images whose own file says `metadata` and `normalization`. */
async function seenBy(channels: 1 | 3 | 4, data: readonly number[], { invert = false, ...trained }: Pick<Trained, "metadata" | "normalization"> & { readonly invert?: boolean }) {
  await writeFile(here("four.png"), await encodePng({ width: 2, height: 2, channels, data: Uint8Array.from(data) }));
  setBackend(cpu());
  const { images, normalization } = await readImage(here("four.png"), { ...trained, name: "own", layer: new Linear(1, 1), input: [channels, 2, 2], classes: null, data: "mnist" }, "mnist", invert);
  return { seen: Array.from(await images.data()), normalization };
}

test("--invert leaves alpha, for a network that sees it, as it is", async () => {
  const metadata = { preprocessing: JSON.stringify(toTensor().recipe) };
  const { seen } = await seenBy(4, [255, 0, 51, 255, 255, 0, 51, 0, 255, 0, 51, 51, 255, 0, 51, 204], { metadata, normalization: null, invert: true });
  expect(seen).toEqual([[0, 0, 0, 0], [1, 1, 1, 1], [204, 204, 204, 204].map(share), [255, 0, 51, 204].map(share)].flat());
});

test("weights without a recipe: mean and deviation of each channel are those of their file, or else pixels are 0 to 1", async () => {
  const pixels = [0, 255, 51, 255, 0, 51, 0, 0, 0, 255, 255, 255];          // RGB
  const plain = await seenBy(3, pixels, { metadata: {}, normalization: null });
  const planes = [[0, 255, 0, 255], [255, 0, 0, 255], [51, 51, 0, 255]];
  expect(plain.seen).toEqual(planes.flat().map(share));
  const normalization = { mean: [0.5, 0.25, 0], std: [0.25, 0.5, 2] };
  const normalized = await seenBy(3, pixels, { metadata: {}, normalization });
  expect(normalized.normalization).toEqual(normalization);
  expect(normalized.seen).toEqual(planes.flatMap((plane, c) => plane.map((level) => Math.fround((share(level) - normalization.mean[c]!) / normalization.std[c]!))));
});

test.each([
  [["nowhere.png"], /^convoke look: nowhere\.png: cannot be read \(ENOENT\)\nhint: IMAGE is a PNG/],
  [["no-image.png"], /^convoke look: decodeImage: .*no-image\.png/],
  [["10000"], /^convoke look: there is no test image 10000, they are 0 to 9999\n$/],
  [["0", "--layer", "conv_layer.3"], /^convoke look: no layer "conv_layer\.3" gives maps, did you mean conv_layers\.\d\?, expected one of conv_layers\.0, /],
  [["0", "--class", "ten"], /^convoke look: there is no class "ten", expected one of 0, /],
])("%j is one clean message", async (args, stderr) => {
  await writeFile(here("no-image.png"), "not a picture");
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(await convoke("look", ...args, ...onCpu)).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(stderr) });
  } finally {
    process.chdir(before);
  }
});
