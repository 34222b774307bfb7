import { expand, ones, sum } from "@convoke/core";
import { ArgumentError } from "@convoke/core/backend";
import { expect, test } from "vitest";
import { workerThreads } from "../worker-threads.js";

test.each(["sum", "argmax"] as const)("%s over more elements than the kernels count is refused, and the backend goes on", async (op) => {
  const backend = await workerThreads({ threads: 1 }), storage = backend.fill(1, 1, "float32");
  const refused = (): unknown => backend.reduce(op, { storage, layout: { shape: [3, 2 ** 32 + 1], strides: [0, 0], offset: 0 } }, [1]);
  expect(refused).toThrow(`worker-threads: ${op} of 4294967297 elements, expected at most 2147483647`);
  expect(refused).toThrow(ArgumentError);
  expect(await sum(expand(ones([1, 1], { backend }), [70, 3000])).item()).toBe(210_000);
  await backend.dispose();
});
