import { expect, test } from "vitest";
import { benchRow } from "./bench-row.js";
import type { Subject } from "./subject.js";
import type { Row } from "./workload.js";

const limits = { budget: 0, leastRounds: 3, mostRounds: 5, warmUp: 0 };
const row: Row = {
  id: "matmul/1",
  flop: 2,
  workload: () => ({ kind: "matmul", left: { shape: [1, 1], data: new Float32Array([2]) }, right: { shape: [1, 1], data: new Float32Array([3]) } }),
};

function subject(name: string, output: number | null) {
  const counts = { runs: 0, disposals: 0 };
  const prepared = {
    run: () => void counts.runs++,
    results: async () => ({ output: new Float32Array([output!]) }),
    dispose: () => void counts.disposals++,
  };
  return { counts, name, threads: 1, prepare: () => (output === null ? null : prepared) } satisfies Subject & { counts: object };
}

test("subjects that agree are timed, and one that lacks the work is left out", async () => {
  const [a, b, c] = [subject("a", 6), subject("b", 6), subject("c", null)];
  const lines: string[] = [];
  const { measurements, problems } = await benchRow(row, [a, c, b], limits, (line) => lines.push(line));
  expect(measurements.map(({ subject: name, runs }) => [name, runs])).toEqual([["a", 3], ["b", 3]]);
  expect(problems).toEqual([]);
  expect(lines).toEqual(["matmul/1: b agrees, max difference 0.0e+0"]);
  expect(a.counts).toEqual({ runs: 4, disposals: 1 });
});

test("a subject that disagrees is not timed", async () => {
  const [a, wrong] = [subject("a", 6), subject("wrong", 5)];
  const { measurements, problems } = await benchRow(row, [a, wrong], limits, () => {});
  expect(measurements.map(({ subject: name }) => name)).toEqual(["a"]);
  expect(problems).toEqual(["matmul/1: wrong and a disagree, output differs by 1.0e+0, allowed 6.0e-3; not timed"]);
  expect(wrong.counts).toEqual({ runs: 1, disposals: 1 });
});
