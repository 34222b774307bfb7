import { cpu } from "@convoke/backend-cpu";
import { planChecks } from "@convoke/conformance";
import type { Backend } from "@convoke/core";
import { BackendError } from "@convoke/core/backend";
import { expect, test, vi } from "vitest";
import { checkBackend } from "./check-backend.js";
import type { JobEvent } from "./job.js";
import type { Subject } from "./subjects.js";

vi.mock("@convoke/conformance", { spy: true });

const job = { kind: "check", subject: "cpu", runs: 1, seed: 0 } as const;

async function check(backend: Backend, ops: readonly string[], isStopped = () => false, subject: Subject = { make: cpu }, runs = 1): Promise<{ events: JobEvent[]; error: unknown }> {
  const events: JobEvent[] = [];
  const error = await checkBackend(backend, subject, { ...job, ops, runs }, { tell: (event) => events.push(event), isStopped }).catch((thrown: unknown) => thrown);
  return { events, error };
}

const rowsOf = (events: readonly JobEvent[]) => events.flatMap((event) => (event.type === "rows" ? event.rows : []));

test("a row for each op and dtype, and all checks are counted", async () => {
  const { events, error } = await check(cpu(), ["relu", "sum"]);
  expect(error).toBeUndefined();
  expect(rowsOf(events).map(({ op, dtype, status }) => `${op} ${dtype} ${status}`)).toEqual(["float32", "float64"].flatMap((dtype) => ["relu", "sum"].map((op) => `${op} ${dtype} pass`)));
  expect(events.at(-1)).toMatchObject({ type: "progress", op: "sum" });
  const { done, total } = events.at(-1) as JobEvent & { readonly type: "progress" };
  expect(done).toBe(total);
});

test("a wrong kernel fails with where it is wrong, and the others are checked all the same", async () => {
  const right = cpu();
  const wrong = { ...right, unary: (op, x, reuse) => right.unary(op === "relu" ? "abs" : op, x as never, reuse as never) } as Backend;
  const { events, error } = await check(wrong, ["relu", "exp"]);
  expect(error).toBeUndefined();
  const rows = rowsOf(events).filter(({ dtype }) => dtype === "float32");
  expect(rows.map(({ op, status }) => [op, status]).toSorted()).toEqual([["exp", "pass"], ["relu", "fail"]]);
  expect(rows.find(({ op }) => op === "relu")!.messages.join("\n")).toMatch(/^relu › cpu › float32 › kernels › .*elements differ; first at /m);
});

test("a backend that dies in the middle ends the run with its own words", async () => {
  const right = cpu();
  let reads = 0;
  const dying = { ...right, read: async (storage: never) => {
    if (++reads > 5) throw new BackendError("gpujs: read failed, the WebGL context was lost and its tensors with it");
    return right.read(storage);
  } } as Backend;
  const { events, error } = await check(dying, ["relu", "exp", "sum"]);
  expect(error).toEqual(new Error("gpujs: read failed, the WebGL context was lost and its tensors with it"));
  const { done, total } = events.at(-1) as JobEvent & { readonly type: "progress" };
  expect(done).toBeLessThan(total / 2);
});

test("waivers, bounds and the number of random cases reach the suite", async () => {
  const waived = await check(cpu(), ["relu"], undefined, { make: cpu, waive: [{ reason: "a debt", cases: ["relu/kernels/random"] }] });
  expect(rowsOf(waived.events).map(({ status, messages }) => [status, messages])).toEqual(Array(2).fill(["fail", ["passes, but is waived: a debt"]]));
  const bounded = await check(cpu(), ["conv2d"], undefined, { make: cpu, bounds: { conv2d: { winograd: 4 } } });
  expect(rowsOf(bounded.events).map(({ bounds }) => bounds)).toEqual(Array(2).fill(["winograd(4)"]));
  const cases = async (runs: number): Promise<number> => rowsOf((await check(cpu(), ["relu"], undefined, undefined, runs)).events)[0]!.cases;
  expect(await cases(3)).toBeGreaterThan(await cases(1));
});

test("backends of the subject's own are broken, in each way that it names: one that computes on fails", async () => {
  vi.mocked(planChecks).mockReturnValueOnce([]);          // the other checks of `backend` take seconds
  const immortal = (): Backend => ({ ...cpu(), dispose: async () => {} });
  const { events } = await check(cpu(), ["backend"], undefined, { make: immortal, faults: { "context lost": () => {} } });
  expect(rowsOf(events).map(({ dtype, messages }) => [dtype, messages.map((message) => message.split("\n")[0])])).toEqual(["float32", "float64"].map((dtype) => [
    dtype, ["disposed backend", "context lost"].map((fault) => `backend › cpu › ${dtype} › faults › ${fault}: read after ${fault} gave a result, expected a typed error`),
  ]));
});

test("it stops between two checks", async () => {
  let asked = 0;
  const { events } = await check(cpu(), ["relu"], () => ++asked > 3);
  expect(events.at(-1)).toMatchObject({ type: "progress", done: 3 });
});

test("an op that does not exist is refused in words", async () => {
  const { error } = await check(cpu(), ["relu", "relo"]);
  expect(String(error)).toMatch(/^Error: there is no op "relo", expected tensor, /);
});
