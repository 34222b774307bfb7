import { expect, test } from "vitest";
import { pointwise } from "../rows/operation-row.js";
import { NotInstalled, type Prepared, type SubjectEntry, Unsupported } from "../subject.js";
import type { Workload } from "../workload.js";
import type { Answer, Request } from "./messages.js";
import { serveSubject } from "./serve-subject.js";

const relu: Workload = { kind: "operation", operation: "relu", geometry: pointwise, inputs: [] };

/** What comes back for the requests, all sent at once. */
async function answers(changes: Partial<Prepared> | (() => never), ...requests: readonly Request[]): Promise<readonly Answer[]> {
  const told: Answer[] = [], calls: string[] = [];
  const prepared: Prepared = {
    run: async () => { await new Promise((resolve) => setTimeout(resolve, 5)); calls.push("run"); return 12; },
    results: async () => ({ output: Float32Array.of(calls.length) }), dispose: () => void calls.push("dispose"), ...changes,
  };
  const entry: SubjectEntry<Prepared> = {
    name: "fake",
    open: async () => (typeof changes === "function" ? changes() : { name: "fake", threads: 1, version: "1", wrong: { relu: "never" }, prepare: ({ kind }) => (kind === "operation" ? prepared : null), dispose() {} }),
  };
  const serve = await serveSubject(entry, (answer) => void told.push(answer));
  for (const request of requests) serve(request);
  while (told.length < requests.length + 1) await new Promise((resolve) => setTimeout(resolve, 1));
  return told;
}

test("facts first, then one answer for each request, in order, each when the one before has ended", async () => {
  expect(await answers({}, { do: "prepare", workload: relu }, { do: "turn", calls: 4, isShort: false }, { do: "results" }, { do: "release" }, { do: "results" }, { do: "prepare", workload: { kind: "startUp" } })).toEqual([
    { value: { name: "fake", threads: 1, version: "1", wrong: { relu: "never" } } },
    { value: true }, { value: 3 }, { value: { output: Float32Array.of(1) } }, { value: undefined }, { value: { output: Float32Array.of(2) } }, { value: false },
  ]);
});

test("errors come by their class, and the next request is served", async () => {
  const fails = (): never => {
    throw new Unsupported("no kernel");
  };
  expect((await answers({ run: fails }, { do: "prepare", workload: relu }, { do: "turn", calls: 1, isShort: true }, { do: "results" })).slice(2)).toEqual([
    { error: "Unsupported", message: "no kernel" }, { value: { output: Float32Array.of(0) } },
  ]);
  const missing = (): never => {
    throw new NotInstalled("not installed");
  };
  expect(await answers(missing)).toEqual([{ error: "NotInstalled", message: "not installed" }]);
});
