import { planChecks } from "@convoke/conformance";
import { testBackend } from "@convoke/conformance/vitest";
import { describe } from "vitest";
import { gpujs } from "./index.js";
import { loseContext } from "./lose-context.test-support.js";
import { waivers as waive } from "./waivers.js";

// A kernel takes 50 ms to compile on software GL. So the default run has 2 random cases an op, and on WebGL, whose kernels have the same sources, only what
// tells both apart; DEEP=1 has all layers and 1,000 random cases.
const runs = 2;
const deep = (import.meta as { env?: Readonly<Record<string, string>> }).env?.DEEP !== undefined;
const essential = new Set(["kernels", "lifecycle", "faults"]);

describe.each(["webgl2", "webgl"] as const)("%s", (mode) => {
  const checks = planChecks().filter(({ layer }) => layer !== "model" && (deep || mode === "webgl2" || essential.has(layer)));
  describe("kernels for any size", () => {
    testBackend(() => gpujs({ mode, specializeAfter: Infinity }), { runs, waive, checks, faults: { "context lost": loseContext } });
  });

  // Dims as constants: Node runs the whole suite in this way, in mode cpu.
  describe("kernels of one size", () => {
    testBackend(() => gpujs({ mode, specializeAfter: 1 }), { runs: 1, checks: planChecks().filter(({ layer }) => layer === "model") });
  });
});
