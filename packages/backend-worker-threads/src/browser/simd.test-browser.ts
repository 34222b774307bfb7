import { expect, test } from "vitest";
import { whatIsLeft } from "../simd.test-support.js";
import { workerThreads } from "../worker-threads.js";

test("Chromium has relaxed SIMD, which is left where results are to be deterministic", async () => {
  const quick = await workerThreads({ threads: 1 }), deterministic = await workerThreads({ threads: 1, deterministic: true });
  expect(quick.info()["simd"]).toBe("relaxed");
  expect(deterministic.info()["simd"]).toBe("plain");
  expect(await whatIsLeft(deterministic)).toBe(0);
  expect([0, 2 ** -24]).toContain(await whatIsLeft(quick));
  await Promise.all([quick.dispose(), deterministic.dispose()]);
});
