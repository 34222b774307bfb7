import { afterEach, expect, test, vi } from "vitest";
import { naiveBackend } from "../reference/naive-backend.js";
import type { Check } from "./check.js";
import { runChecks } from "./run.js";

afterEach(() => vi.restoreAllMocks());

/** The pauses while 10 checks run that take so many milliseconds each. */
async function pauses(milliseconds: number): Promise<number> {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const pause = vi.spyOn(globalThis, "setTimeout");
  const check: Check = {
    op: "relu", layer: "kernels", name: "takes its time",
    run: async () => {
      now += milliseconds;
      return { cases: 1, worst: 0 };
    },
  };
  const results = await runChecks(Array<Check>(10).fill(check), naiveBackend(), { dtypes: ["float32"] });
  expect(results.map(({ status }) => status)).toEqual(Array(10).fill("pass"));
  return pause.mock.calls.length;
}

test.each([[20, 10], [4, 2]])("10 checks of %i ms: a pause after each that takes longer than a frame, and one a frame between short ones", async (milliseconds, expected) => {
  expect(await pauses(milliseconds)).toBe(expected);
});
