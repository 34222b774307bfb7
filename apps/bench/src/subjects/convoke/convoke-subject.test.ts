import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { pointwise } from "../../rows/operation-row.js";
import { slidesCnnRow, smallResnetRow } from "../../rows/training.js";
import type { Geometry, Operation, TrainingWorkload, Values, Workload } from "../../workload.js";
import { convokeSubject } from "./convoke-subject.js";

const subject = await convokeSubject("convoke cpu", "cpu", cpu).open();

/** Runs twice: a second run begins as the first one did. */
async function run(workload: Workload) {
  const prepared = (await subject.prepare(workload))!;
  await prepared.run(2);
  await prepared.run(2);
  const results = await prepared.results();
  prepared.dispose();
  return Object.fromEntries(Object.entries(results).map(([name, values]) => [name, [...values]]));
}

const values = (shape: readonly number[], ...data: readonly number[]): Values => ({ shape, data: Float32Array.from(data) });
const one = (number: number): Values => values([1, 1, 1, 1], number);
const kernel = values([1, 1, 3, 3], 0, 0, 0, 0, 5, 0, 0, 0, 0);      // with padding 1 and one pixel only its middle counts
const same = { ...pointwise, kernelSize: 3, padding: 1 };
const by2 = { ...pointwise, kernelSize: 2, stride: 2 };
const square = values([1, 1, 2, 2], 1, 4, 2, 3);

test.each<[Operation, readonly Values[], Geometry, Readonly<Record<string, readonly number[]>>]>([
  ["conv2d", [one(3), kernel], same, { output: [15] }],
  ["conv2dGradInput", [one(3), kernel, one(7)], same, { gradInput: [35] }],
  ["conv2dGradWeight", [one(3), kernel, one(7)], same, { gradWeight: [0, 0, 0, 0, 21, 0, 0, 0, 0] }],
  ["matmul", [values([1, 2], 1, 2), values([2, 1], 3, 4)], pointwise, { output: [11] }],
  ["linear", [values([1, 2], 1, 2), values([1, 2], 3, 4)], pointwise, { output: [11] }],
  ["linearGradWeight", [values([2, 1], 1, 2), values([2, 1], 3, 4)], pointwise, { gradWeight: [11] }],
  ["maxPool2d", [square], by2, { output: [4] }],
  ["avgPool2d", [square], by2, { output: [2.5] }],
  ["maxPool2dBoth", [square, one(8)], by2, { gradInput: [0, 8, 0, 0] }],
  ["avgPool2dBoth", [square, one(8)], by2, { gradInput: [2, 2, 2, 2] }],
  ["add", [one(1), one(2)], pointwise, { output: [3] }],
  ["relu", [values([2], -1, 2)], pointwise, { output: [0, 2] }],
  ["half", [values([2], -1, 2)], pointwise, { output: [-0.5, 1] }],
  ["exp", [values([1], 0)], pointwise, { output: [1] }],
  ["sum", [square], pointwise, { output: [10] }],
  ["sumChannels", [values([2, 2, 1, 1], 1, 2, 3, 4)], pointwise, { output: [4, 6] }],
  ["addOneOften", [values([1], 0.5)], pointwise, { output: [1000.5] }],
])("%s", async (operation, inputs, geometry, expected) => {
  expect(await run({ kind: "operation", operation, inputs, geometry })).toEqual(expected);
});

test("batch norm: of two values both become ±1, so that the input's gradient vanishes", async () => {
  const inputs = [values([2, 1, 1, 1], 1, 3), values([1], 2), values([1], 0), values([2, 1, 1, 1], 1, 5)];
  const { gradInput, gradWeight, gradBias } = await run({ kind: "operation", operation: "batchNormBoth", inputs, geometry: pointwise });
  for (const gradient of gradInput!) expect(gradient).toBeCloseTo(0, 4);
  expect(gradWeight![0]).toBeCloseTo(4, 4);       // −1 · 1 + 1 · 5
  expect(gradBias).toEqual([6]);
});

test.each([["the slides' CNN", slidesCnnRow], ["the small ResNet", smallResnetRow]])("%s: a step starts from the given weights, changes all of them, lowers the loss", async (_, row) => {
  const workload: TrainingWorkload = row.workload();
  const prepared = (await subject.prepare(workload))!;
  await prepared.run(1);
  const { loss: first, ...after } = await prepared.results();
  expect(Object.keys(after)).toEqual(Object.keys(workload.state));
  for (const [key, { data }] of Object.entries(workload.state)) {
    const change = data.map((value, i) => Math.abs(value - after[key]![i]!)).reduce((a, b) => Math.max(a, b));
    expect(change, key).toBeGreaterThan(0);
    expect(change, key).toBeLessThan(workload.lr);
  }
  expect(Math.abs(first![0]! - Math.log(10))).toBeLessThan(0.5);   // ten classes, and nothing learnt yet
  await prepared.run(1);
  expect((await prepared.results())["loss"]![0]).toBeLessThan(first![0]!);
  prepared.dispose();
});

test("the table compares all with it", () => {
  expect(subject).toMatchObject({ name: "convoke cpu", column: "cpu", threads: 1, version: expect.stringMatching(/^Convoke/) });
});

test("only worker-threads has a start-up to be measured", async () => {
  expect(await subject.prepare({ kind: "startUp" })).toBe(null);
});
