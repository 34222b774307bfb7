import { expect, test } from "vitest";
import { slidesCnnRow } from "../rows/slides-cnn.js";
import type { Values, Workload } from "../workload.js";
import { convokeCpu } from "./convoke-cpu.js";

const values = (shape: readonly number[], ...data: number[]): Values => ({ shape, data: Float32Array.from(data) });

test("matmul, the convolution and its gradients", async () => {
  const run = async (workload: Workload) => {
    const prepared = convokeCpu().prepare(workload)!;
    await prepared.run();
    await prepared.run();
    return prepared.results();
  };
  expect(await run({ kind: "matmul", left: values([1, 2], 1, 2), right: values([2, 1], 3, 4) })).toEqual({ output: Float32Array.of(11) });
  // One pixel and padding 1: only the middle of the 3×3 weight meets it.
  const data = { input: values([1, 1, 1, 1], 3), weight: values([1, 1, 3, 3], 0, 0, 0, 0, 5, 0, 0, 0, 0), gradOutput: values([1, 1, 1, 1], 7) };
  expect(await run({ kind: "conv2d", ...data })).toEqual({ output: Float32Array.of(15) });
  expect(await run({ kind: "conv2dGradInput", ...data })).toEqual({ output: Float32Array.of(35) });
  expect(await run({ kind: "conv2dGradWeight", ...data })).toEqual({ output: Float32Array.of(0, 0, 0, 0, 21, 0, 0, 0, 0) });
});

test("a training step starts from the given weights, changes all of them and lowers the loss", async () => {
  const workload = slidesCnnRow.workload();
  const prepared = convokeCpu().prepare(workload)!;
  await prepared.run();
  const { loss: first, ...after } = await prepared.results();
  expect(Object.keys(after)).toEqual(Object.keys(workload.state));
  for (const [key, { data }] of Object.entries(workload.state)) {
    const change = data.map((value, i) => Math.abs(value - after[key]![i]!)).reduce((a, b) => Math.max(a, b));
    expect(change, key).toBeGreaterThan(0);
    expect(change, key).toBeLessThan(workload.lr);
  }
  expect(Math.abs(first![0]! - Math.log(10))).toBeLessThan(0.1);   // ten classes, and nothing learnt yet
  await prepared.run();
  expect((await prepared.results())["loss"]![0]).toBeLessThan(first![0]!);
});
