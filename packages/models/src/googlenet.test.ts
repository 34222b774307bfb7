import { workerThreads } from "@convoke/backend-worker-threads";
import { type Layer, noGrad, rand, setBackend, softmax, type Tensor, tidy } from "@convoke/core";
import { evaluate } from "@convoke/nn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { GoogLeNet } from "./index.js";

let dispose: () => Promise<void>;
beforeAll(async () => {
  const backend = await workerThreads();
  setBackend(backend);
  dispose = () => backend.dispose();
});
afterAll(() => dispose());

/** Document A, 5.1, channels first; the first row says 112×142 there, a slip. */
const table: Readonly<Record<string, readonly number[]>> = {
  conv1: [64, 112, 112],
  maxpool1: [64, 56, 56],
  conv3: [192, 56, 56],
  maxpool2: [192, 28, 28],
  inception3a: [256, 28, 28],
  inception3b: [480, 28, 28],
  maxpool3: [480, 14, 14],
  inception4a: [512, 14, 14],
  inception4b: [512, 14, 14],
  inception4c: [512, 14, 14],
  inception4d: [528, 14, 14],
  inception4e: [832, 14, 14],
  maxpool4: [832, 7, 7],
  inception5a: [832, 7, 7],
  inception5b: [1024, 7, 7],
  avgpool: [1024, 1, 1],
  dropout: [1024],
  fc: [1000],
};

test("a photo of 224 × 224 takes the sizes of the paper's table, row by row", async () => {
  const model = new GoogLeNet();
  evaluate(model);
  const sizes: Record<string, readonly number[]> = {};
  for (const [name, layer] of Object.entries(model) as [string, Layer][]) {
    if (typeof layer !== "object") continue;   // the mode
    const forward = layer.forward.bind(layer);
    layer.forward = (input: Tensor): Tensor => {
      const output = forward(input);
      sizes[name] = output.shape.slice(1);
      return output;
    };
  }
  const probabilities = tidy(() => noGrad(() => softmax(model.forward(rand([1, 3, 224, 224])), 1)));
  expect(probabilities.shape).toEqual([1, 1000]);
  const total = Float32Array.from(await probabilities.data()).reduce((sum, value) => sum + value);
  expect(total).toBeCloseTo(1, 5);
  expect(sizes).toMatchObject(table);
  expect(Object.keys(sizes).filter((name) => !(name in table))).toEqual(["conv2", "flatten"]);   // inside a row of the table
});
