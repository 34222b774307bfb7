import { cpu } from "@convoke/backend-cpu";
import {
  avgPool2d, cat, conv2d, flip, grad, linear, mean, observe, ones, pad, permute, relu, reshape, setBackend, ShapeError, slice, type Tensor, tidy, zeros,
} from "@convoke/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { FieldTracker } from "./field-tracker.js";

setBackend(cpu());

type Step = (x: Tensor) => Tensor;


/** Weights of ones, so that every cell that can count does: nothing cancels, and no ReLU is closed. */
const conv = (kernel: [number, number], options: Parameters<typeof conv2d>[3]): Step => (x) => conv2d(x, ones([2, x.shape[1]!, ...kernel], { dtype: "float64" }), null, options);

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

const convolution = fc
  .record({ kernel: pair(1, 3), stride: pair(1, 2), padding: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)), dilation: pair(1, 2) })
  .map(({ kernel, ...options }) => conv(kernel, options));

/** Windows without gaps and padding: the union of all fields has no holes, and none of it is cut off. */
const covering = fc.record({ stride: fc.integer({ min: 1, max: 2 }), more: pair(0, 2) })
  .map(({ stride, more }) => conv([stride + more[0], stride + more[1]], { stride }));

const pool = fc.record({ kernel: fc.integer({ min: 2, max: 3 }), stride: fc.integer({ min: 1, max: 2 }), padding: fc.nat(1), ceilMode: fc.boolean() })
  .map(({ kernel, ...options }): Step => (x) => avgPool2d(x, kernel, options));

const shift = fc.constantFrom<Step>(
  relu,
  (x) => x.mul(2).add(ones([1, x.shape[1]!, 1, 1], { dtype: "float64" })),
  (x) => pad(x, [1, 0, 2, 1]),
  (x) => slice(x, null, null, [null, null, 2]),
  (x) => flip(x, -1),
  (x) => permute(permute(x, [0, 2, 1, 3]), [0, 2, 1, 3]),
  (x) => reshape(reshape(x, [1, 1, ...x.shape]), x.shape),
);

/** Branches that keep the shape, added or side by side; one of them may be the input itself, as in a residual block. */
const keeping = fc.integer({ min: 0, max: 3 }).map((radius): Step => (radius === 0 ? (x) => x : conv([2 * radius + 1, 3], { padding: [radius, 1] })));
const branches = fc.record({ steps: fc.array(keeping, { minLength: 2, maxLength: 3 }), join: fc.boolean() }).map(({ steps, join }): Step => (x) => {
  const outputs = steps.map((step) => step(x));
  const rows = outputs.map((each) => mean(each, 1, { keepDim: true }));
  return join ? cat(outputs, 1) : rows.reduce((a, b) => a.add(b));
});

const graph = fc.array(fc.oneof(convolution, pool, shift, branches), { minLength: 1, maxLength: 5 });

/** The rows and columns of the input that output cell [row, column] depends on, as [first, last] of each; by gradients. */
function trueField(input: Tensor, output: Tensor, row: number, column: number): number[][] {
  return tidy(() => {
    const [gradient] = grad(slice(output, 0, null, row, column).sum(), [input], { retainGraph: true });
    const values = gradient!.dataSync();
    const [, channels, height, width] = input.shape as [number, number, number, number];
    const hit = [...values.keys()].filter((at) => values[at] !== 0);
    const rows = hit.map((at) => Math.floor(at / width) % height), columns = hit.map((at) => at % width);
    expect(channels).toBe(1);
    return [[Math.min(...rows), Math.max(...rows)], [Math.min(...columns), Math.max(...columns)]];
  });
}

/** Runs the graph as far as its shapes allow, then `last`. */
function run(input: Tensor, steps: readonly Step[], last: Step = (x) => x): { output: Tensor; tracker: FieldTracker } {
  const tracker = new FieldTracker(input);
  let output = input;
  observe((event) => tracker.follow(event), () => {
    for (const step of steps) {
      try {
        output = step(output);
      } catch (error) {
        if (!ShapeError.isInstance(error)) throw error;
      }
    }
    output = last(output);
  });
  return { output, tracker };
}

test("away from the borders the field is exactly what gradients reach; at the borders never less", () => {
  let interior = 0;
  fc.assert(fc.property(graph, fc.nat(1000), fc.nat(1000), (steps, at, beside) => tidy(() => {
    const input = zeros([1, 1, 29, 27], { dtype: "float64", requiresGrad: true }).add(1).detach();
    input.requiresGrad = true;
    const { output, tracker } = run(input, steps);
    const field = tracker.of(output)!;
    const [row, column] = [at % output.shape[2]!, beside % output.shape[3]!];
    const found = trueField(input, output, row, column);
    [field.height, field.width].forEach(({ size, jump, start, problem }, axis) => {
      expect(problem).toBeNull();
      const first = start! + jump! * [row, column][axis]!;
      const last = first + size! - 1;
      const [min, max] = found[axis] as [number, number];
      if (min === Infinity) return;   // a window of padding only
      expect(min).toBeGreaterThanOrEqual(first);
      expect(max).toBeLessThanOrEqual(last);
      const isInside = first >= 0 && last < input.shape[axis + 2]!;
      if (!isInside || [field.height, field.width].some((other, i) => other.start! + other.jump! * [row, column][i]! < 0)) return;
      interior++;
      expect([min, max]).toEqual([first, last]);
    });
  })), { numRuns: 150 });
  expect(interior).toBeGreaterThan(60);
}, 30_000);

test("what mixes positions sees exactly the cells that they see together", () => {
  const mixers: Step[] = [(x) => mean(x, [2, 3]), (x) => linear(x.flatten(1), ones([3, x.size], { dtype: "float64" })), (x) => x.sub(x.max([2, 3], { keepDim: true })).add(mean(x, [2, 3], { keepDim: true }))];
  fc.assert(fc.property(fc.array(covering, { minLength: 1, maxLength: 3 }), fc.constantFrom(...mixers), (steps, mixer) => tidy(() => {
    const input = zeros([1, 1, 17, 19], { dtype: "float64" }).add(1).detach();
    input.requiresGrad = true;
    const { output, tracker } = run(input, steps, mixer);
    const { height, width } = tracker.of(output)!;
    const [gradient] = grad(mean(output.flatten(1), [0, 1]).add(output.flatten(1).slice(null, [0, 1]).sum()), [input]);
    const values = [...gradient!.dataSync()];
    const rows = values.flatMap((value, at) => (value === 0 ? [] : [Math.floor(at / 19)])), columns = values.flatMap((value, at) => (value === 0 ? [] : [at % 19]));
    const seen = [Math.min(...rows), Math.max(...rows), Math.min(...columns), Math.max(...columns)];
    const stated = [height, width].flatMap(({ start, size }) => [start!, start! + size! - 1]);
    expect([height.jump, width.jump]).toEqual([0, 0]);
    expect(seen).toEqual(stated);
  })), { numRuns: 60 });
}, 30_000);
