import { testBackend } from "@convoke/conformance/vitest";
import { expect, test } from "vitest";
import { agreeing } from "./agreeing.test-support.js";
import { bounds } from "./bounds.js";
import { workerThreads } from "./worker-threads.js";

/** Teams of 1, 2, 3 and 4 threads, and the calling thread: the whole suite passes on all at once, and they never differ in a bit. */
testBackend(async () => agreeing(await Promise.all([1, 2, 3, 4, 0].map((threads) => workerThreads({ threads })))), { bounds });

test("backends that differ in a bit are noticed", async () => {
  const [one, two] = await Promise.all([workerThreads({ threads: 1 }), workerThreads({ threads: 0 })]);
  const off = { ...two!, fill: (size: number, value: number, dtype: "float32") => two!.fill(size, value + 1e-7, dtype) } as typeof two;
  const joint = agreeing([one!, off!]);
  await expect(joint.read(joint.fill(3, 1, "float32"))).rejects.toThrow("backend 1 disagrees with backend 0 at element 0: 1.0000001192092896 and 1");
  await joint.dispose();
});
