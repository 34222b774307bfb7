import { encodeSafetensors } from "@convoke/formats";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keepOrCompare } from "./keep-or-compare.js";
import type { MadeNet } from "./make-net.js";
import { nets } from "./nets.js";

const root = await mkdtemp(join(tmpdir(), "convoke nets "));
afterAll(() => rm(root, { recursive: true }));

const net = { ...nets["lenet-mnist"]!, least: 0.9, file: "folder/net.safetensors" };
function made(values: readonly number[], testAccuracy: number): MadeNet {
  const bytes = encodeSafetensors({ "fc.bias": { shape: [3], dtype: "float32", data: Float32Array.from(values) } }, { testAccuracy: String(testAccuracy) });
  return { bytes, testAccuracy, seconds: 1 };
}
const net1 = made([1, 2, 3], 0.95);

test("without a file there is nothing to compare with", async () => {
  expect(await keepOrCompare(root, net, net1, true)).toEqual({ result: "different", words: expect.stringMatching(/^is not folder\/net\.safetensors: ENOENT/) });
});

test("a weak net is not written", async () => {
  expect(await keepOrCompare(root, net, made([1, 2, 3], 0.89), false)).toEqual({ result: "weak", words: "is below 90%, so nothing was written" });
  expect(await readdir(root)).toEqual([]);
});

test("a good one is written, and is then the same, bit for bit", async () => {
  expect(await keepOrCompare(root, net, net1, false)).toEqual({ result: "written", words: "folder/net.safetensors" });
  expect(new Uint8Array(await readFile(join(root, net.file)))).toEqual(net1.bytes);
  expect(await keepOrCompare(root, net, net1, true)).toEqual({ result: "same", words: "is folder/net.safetensors, bit for bit" });
});

test("what differs is told, and the file stays", async () => {
  const other = made([1, 2.5, -3], 0.96);
  expect(await keepOrCompare(root, net, other, true)).toEqual({
    result: "different", words: "is not folder/net.safetensors: testAccuracy is 0.95, trained 0.96; fc.bias in 2 of 3 values",
  });
  expect(new Uint8Array(await readFile(join(root, net.file)))).toEqual(net1.bytes);
});
