import { expect, test } from "vitest";
import { convoke } from "../test/capture.test-support.js";
import { median } from "./median.js";

test.each([[[3, 1, 2], 2], [[4, 1, 2, 3], 2.5], [[7], 7]])("the median of %j is %d", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("each backend gets its speeds, as a table and as JSON", { timeout: 60_000 }, async () => {
  const args = ["bench", "--backend", "cpu,worker-threads", "--model", "lenet", "--batch-size", "2", "--seconds", "0.01"];
  const { code, stdout, stderr } = await convoke(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { results, ...rest } = JSON.parse(stdout) as { readonly results: readonly { readonly backend: string; readonly training: number; readonly inference: number; readonly info: { readonly name: string } }[] };
  expect(rest).toEqual({ node: process.version, model: "lenet", batchSize: 2, unit: "images/s" });
  expect(results.map(({ backend, info }) => [backend, info.name])).toEqual([["cpu", "cpu"], ["worker-threads", "worker-threads"]]);
  for (const { training, inference } of results) for (const speed of [training, inference]) expect(speed).toBeGreaterThan(0);
  expect((await convoke(...args)).stdout).toMatch(/^lenet, 2 images a step, images a second\n\nbackend +training +inference\ncpu +[\d,.]+ +[\d,.]+\nworker-threads +[\d,.]+ +[\d,.]+\n$/);
});

test("a backend that does not exist is refused", async () => {
  expect(await convoke("bench", "--backend", "cpu,cup")).toEqual({
    code: 2, stdout: "", stderr: 'convoke bench: --backend: there is no "cup", did you mean cpu?, expected some of worker-threads, cpu, gpujs\nhint: convoke bench --help lists the flags\n',
  });
});
