import { workerThreads } from "@convoke/backend-worker-threads";
import { setBackend } from "@convoke/core";
import type { ImageDataset } from "@convoke/data";
import { modelFrom } from "@convoke/models";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type DataSetName, dataSets } from "./data-sets.js";
import { difference } from "./difference.js";
import { encodeNet } from "./encode-net.js";
import { measureAccuracy } from "./measure-accuracy.js";
import { nets } from "./nets.js";

vi.setConfig({ testTimeout: 60_000 });
let dispose: () => Promise<void>;
beforeAll(async () => {
  const backend = await workerThreads();
  setBackend(backend);
  dispose = () => backend.dispose();
});
afterAll(() => dispose());

const names = Object.keys(nets);
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../../${nets[name]!.file}`, import.meta.url)));

test.each(names)("%s holds what its recipe says", async (name) => {
  const bytes = bytesOf(name);
  const { model, metadata } = modelFrom(bytes);
  expect(Number(metadata["testAccuracy"])).toBeGreaterThanOrEqual(nets[name]!.least);
  expect(difference(bytes, await encodeNet(name, nets[name]!, model, Number(metadata["testAccuracy"])))).toBe(null);
  if (nets[name]!.file.startsWith("packages/")) expect(bytes.length).toBeLessThanOrEqual(100_000);
});

const installed = existsSync("/usr/share/datasets/fashion-mnist");
if (!installed) console.log("not run: the net for Fashion-MNIST on its test set (the Debian package dataset-fashion-mnist is not installed)");

const loaded: Partial<Record<DataSetName, Promise<{ readonly test: ImageDataset }>>> = {};

test.each(names.filter((name) => installed || nets[name]!.data !== "fashion-mnist"))("%s knows the test images", async (name) => {
  const { model, mean, std, metadata } = modelFrom(bytesOf(name));
  const { test: images } = await (loaded[nets[name]!.data] ??= dataSets[nets[name]!.data].load({ mean, std }));
  const accuracy = await measureAccuracy(model, images);
  expect(accuracy).toBeGreaterThanOrEqual(nets[name]!.least);
  expect(Math.abs(accuracy - Number(metadata["testAccuracy"]))).toBeLessThanOrEqual(0.0005);   // another build may round another way
});
