import { hasFeature } from "@convoke/wasm-kernels";
import { expect, test } from "vitest";
import { whatIsLeft } from "./simd.test-support.js";
import { workerThreads } from "./worker-threads.js";

test.each([0, 1])("%i threads: relaxed SIMD is taken where the engine has it, unless results are to be deterministic", async (threads) => {
  const quick = await workerThreads({ threads }), deterministic = await workerThreads({ threads, deterministic: true });
  expect(quick.info()["simd"]).toBe(hasFeature("relaxedSimd") ? "relaxed" : "plain");
  expect(deterministic.info()["simd"]).toBe("plain");
  expect(await whatIsLeft(deterministic)).toBe(0);
  // A processor without fused multiply-add rounds twice there, too.
  expect([0, quick.info()["simd"] === "relaxed" ? 2 ** -24 : 0]).toContain(await whatIsLeft(quick));
  await Promise.all([quick.dispose(), deterministic.dispose()]);
});
