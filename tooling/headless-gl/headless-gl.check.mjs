// backend-gpujs on the headless WebGL of the native package `gl`. It is installed in this folder only, so that no other install meets native code; NODE_PATH
// lets gpu.js find it.
import { testBackend } from "@convoke/conformance/vitest";
import { expect, test } from "vitest";
import { gpujs } from "../../packages/backend-gpujs/src/index.js";
import { waivers as waive } from "../../packages/backend-gpujs/src/waivers.js";

test("what runs is headless WebGL", async () => {
  const backend = await gpujs();
  expect(backend.info()).toMatchObject({ mode: "headlessgl", reason: expect.stringMatching(/^webgl2: no WebGL 2 context; webgl: /) });
  await backend.dispose();
});

testBackend(() => gpujs({ mode: "headlessgl", specializeAfter: Infinity }), { runs: 3, waive });
