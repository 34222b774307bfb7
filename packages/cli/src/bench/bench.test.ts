import { flatten, type Tensor } from "@convoke/core";
import { Linear } from "@convoke/nn";
import { expect, onTestFinished, test, vi } from "vitest";
import { convoke } from "../test/capture.test-support.js";
import { bench } from "./bench.js";
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

test("the first round warms up and is not measured; the speeds are medians of the other five", async () => {
  const passes = [1000, 1000, 5, 50, 4, 40, 2, 20, 8, 80, 1, 10];          // ms of training and inference, of each round
  let time = 0;
  vi.spyOn(performance, "now").mockImplementation(() => time);
  onTestFinished(() => void vi.restoreAllMocks());
  class Slow extends Linear {
    override forward(input: Tensor): Tensor {
      time += passes.shift()!;
      return super.forward(flatten(input, 1));
    }
  }
  const model = { name: "slow", about: "", epochs: 1, batchSize: 2, limit: 0, valSize: null, classes: 3, input: [1, 1, 4], make: async () => new Slow(4, 3) } as const;
  const [result] = await bench({ backends: ["cpu"], model, batchSize: 2, seconds: 0 }, new AbortController().signal);
  expect(result).toMatchObject({ training: 2000 / 4, inference: 2000 / 40 });
  expect(passes).toEqual([]);
});

test("a backend that does not exist is refused", async () => {
  expect(await convoke("bench", "--backend", "cpu,cup")).toEqual({
    code: 2, stdout: "", stderr: 'convoke bench: --backend: there is no "cup", did you mean cpu?, expected some of worker-threads, cpu, gpujs\nhint: convoke bench --help lists the flags\n',
  });
});
