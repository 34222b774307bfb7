import { cpu } from "@convoke/backend-cpu";
import type { Backend } from "@convoke/core";
import { afterEach, expect, test } from "vitest";
import { convoke } from "../test/capture.test-support.js";
import { type Subject, subjects } from "./subjects.js";

const table = subjects as Record<string, Subject>;
afterEach(() => void delete table["wrong"]);
/** A backend whose exp adds a little. */
const wrong = (): Backend => {
  const right = cpu();
  return { ...right, unary: (op, x, reuse) => (op === "exp" ? right.binary("add", { ...x, storage: right.unary("exp", x as never) } as never, 0.01) : right.unary(op, x as never, reuse as never)) } as Backend;
};

test("a backend that is wrong: the table, each failure in words, and exit code 1", async () => {
  table["wrong"] = { make: wrong, waive: [] };
  const { code, stdout } = await convoke("conformance", "--backend", "wrong", "--op", "exp,neg");
  expect(code).toBe(1);
  expect(stdout).toMatch(/^exp +FAIL +FAIL$/m);
  expect(stdout).toMatch(/^neg +pass.* +pass/m);
  expect(stdout).toMatch(/^exp › cpu › float32 › kernels › .*elements differ; first at /m);
  expect(stdout).toMatch(/^\d+ checks fail: /m);
});

test("a backend that computes on after its disposal fails", async () => {
  table["wrong"] = { make: () => ({ ...cpu(), dispose: async () => {} }), waive: [] };
  const { code, stdout } = await convoke("conformance", "--backend", "wrong", "--op", "backend");
  expect(code).toBe(1);
  expect(stdout).toContain("faults › disposed backend: read after disposed backend gave a result, expected a typed error");
});

test("cpu-derived has core's defaults", async () => {
  const { code, stdout } = await convoke("conformance", "--backend", "cpu,cpu-derived", "--op", "linear", "--json");
  expect(code).toBe(0);
  const rows = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { backend: string; op: string; status: string });
  expect(rows.map(({ backend, op, status }) => `${backend} ${op} ${status}`)).toEqual([
    "cpu linear pass", "cpu linear pass", "cpu-derived linear derived", "cpu-derived linear derived",
  ]);
});
