import { expect, test } from "vitest";
import { benchRow } from "./bench-row.js";
import type { Budget } from "./measure.js";
import { isTiming } from "./measurement.js";
import { pointwise } from "./rows/operation-row.js";
import { Ended, type Prepared, type Subject, Unsupported } from "./subject.js";
import type { Row } from "./workload.js";

const budget: Budget = { rounds: 3, mostRounds: 3, least: 0, share: Infinity, fewestRounds: 3, warmUp: 0, patience: 50 };

const row: Row = {
  id: "matmul/1",
  about: "one by one",
  work: { unit: "calls/s", amount: 1 },
  workload: () => ({
    kind: "operation", operation: "matmul", geometry: pointwise,
    inputs: [{ shape: [1, 1], data: new Float32Array([2]) }, { shape: [1, 1], data: new Float32Array([3]) }],
  }),
};

function subject(name: string, output: number, changes: Partial<Prepared> = {}, more: Partial<Subject> = {}) {
  const counts = { runs: 0, disposals: 0 };
  const prepared: Prepared = {
    run: () => void counts.runs++,
    results: async () => ({ output: new Float32Array([output]) }),
    dispose: () => void counts.disposals++,
    ...changes,
  };
  return { counts, name, threads: 1, version: "", prepare: () => prepared, dispose() {}, ...more } satisfies Subject & { counts: object };
}

async function bench(...subjects: readonly Subject[]) {
  const told: string[] = [];
  const outcome = await benchRow(row, subjects, { of: () => [] }, budget, ({ name }, what) => told.push(`${name} ${what}`));
  return { ...outcome, told, lines: outcome.measurements.map((m) => (isTiming(m) ? `${m.subject} ${m.runs} runs` : `${m.subject} ${m.note}`)) };
}

test("subjects that agree are timed, and one that the work is not for is not in the row", async () => {
  const [a, b] = [subject("a", 6), subject("b", 6)];
  const { lines, problems, told, measurements } = await bench(a, subject("c", 6, {}, { prepare: () => null }), b);
  expect(lines).toEqual(["a 3 runs", "b 3 runs"]);
  expect(problems).toEqual([]);
  expect(told).toEqual(["a first run", "c first run", "b first run", "a run 1", "b run 1", "a run 2", "b run 2", "a run 3", "b run 3"]);
  expect(a.counts).toEqual({ runs: 4, disposals: 1 });
  expect(measurements[0]).toMatchObject({ ratios: { b: expect.any(Number) }, difference: 0 });
});

test("a subject that disagrees is not timed", async () => {
  const wrong = subject("wrong", 5);
  const { lines, problems } = await bench(subject("a", 6), wrong);
  expect(lines).toEqual(["a 3 runs", "wrong disagrees with a: output differs by 1.0e+0, allowed 6.0e-3"]);
  expect(problems).toEqual(["matmul/1: wrong disagrees with a: output differs by 1.0e+0, allowed 6.0e-3"]);
  expect(wrong.counts).toEqual({ runs: 1, disposals: 1 });
});

test("what is known to be wrong is said, but no problem; once it is right it is timed", async () => {
  const known = { wrong: { matmul: "loses digits" } };
  const { lines, problems } = await bench(subject("a", 6), subject("wrong", 5, {}, known), subject("repaired", 6, {}, known));
  expect(lines).toEqual(["a 3 runs", "wrong wrong, as is known: loses digits", "repaired 3 runs"]);
  expect(problems).toEqual([]);
});

test("work that a library has no kernel for is a result, no problem", async () => {
  const lacks = (): never => {
    throw new Unsupported("no kernel MatMul");
  };
  const { lines, problems } = await bench(subject("a", 6), subject("at once", 6, {}, { prepare: lacks }), subject("in its run", 6, { run: lacks }));
  expect(lines).toEqual(["a 3 runs", "at once no kernel MatMul", "in its run no kernel MatMul"]);
  expect(problems).toEqual([]);
});

test("a run that throws is told, and the others are timed", async () => {
  let runs = 0;
  const breaks = (): void => {
    if (++runs === 3) throw new Error("out of memory");
  };
  const { lines, problems, lost } = await bench(subject("a", 6, { run: breaks }), subject("b", 6));
  expect(lines).toEqual(["a failed: out of memory", "b 3 runs"]);
  expect(problems).toEqual(["matmul/1: a failed: out of memory"]);
  expect(lost).toEqual([]);
});

test("who gives no answer is hung: at the start, in a run, with its results", async () => {
  const never = <T>(): Promise<T> => new Promise(() => {});
  const slow = [subject("start", 6, {}, { prepare: never }), subject("run", 6, { run: never }), subject("results", 6, { results: never })];
  const { lines, lost } = await bench(...slow, subject("a", 6));
  expect(lines).toEqual(["start hung: no answer in 0.05 s", "run hung: no answer in 0.05 s", "results hung: no answer in 0.05 s", "a 3 runs"]);
  expect(lost).toEqual(slow);
});

test("whose process ends is lost; who hangs in the race is ended before the others go on", async () => {
  let runs = 0, isEnded = false;
  const seen: boolean[] = [];
  const dies = subject("dies", 6, { run: () => { if (++runs > 2) throw new Ended("its process ended with code 3"); } });
  let turns = 0;
  const hangs = subject("hangs", 6, { run: () => (++turns > 1 ? new Promise<void>(() => {}) : undefined) }, { dispose: () => void (isEnded = true) });
  const { lines, lost } = await bench(dies, hangs, subject("a", 6, { run: () => void seen.push(isEnded) }));
  expect(lines).toEqual(["dies failed: its process ended with code 3", "hangs hung: no answer in 0.05 s", "a 3 runs"]);
  expect(lost).toEqual([hangs, dies]);
  expect(seen).toEqual([false, true, true, true]);      // the first run compares
});
