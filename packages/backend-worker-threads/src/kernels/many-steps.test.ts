import { cat, conv2dGradInput, ones, sum } from "@convoke/core";
import { expect, test } from "vitest";
import { workerThreads } from "../worker-threads.js";

test("kernels of a hundred thousand steps and more: a stride of 256, and as many parts", async () => {
  const backend = await workerThreads({ threads: 1 });
  const weight = ones([1, 1, 256, 256], { backend }), one = ones([1], { backend });
  expect(await sum(conv2dGradInput(ones([1, 1, 1, 1], { backend }), weight, [1, 1, 256, 256], { stride: 256 })).item()).toBe(65_536);
  expect(await sum(cat(Array.from({ length: 130_000 }, () => one), 0)).item()).toBe(130_000);
  await backend.dispose();
});
