import type { CrossEntropyGeometry } from "@convoke/core/backend";
import { expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { integer, pick, seeded } from "../random.test-support.js";
import { crossEntropy, crossEntropyGrad, logSoftmax, logSoftmaxGrad } from "./cross-entropy.js";

const arena = new Arena(false, 64);
const random = seeded(81);
const noise = (size: number, width = 4): Float32Array => Float32Array.from({ length: size }, () => width * (2 * random() - 1));

const cases: CrossEntropyGeometry[] = [
  ...[1, 2, 3, 4, 5, 9].map((outer) => ({ outer, classes: 10, inner: 1, ignoreIndex: -100, labelSmoothing: 0 })),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 13].map((inner) => ({ outer: 3, classes: 1 + (inner % 4), inner, ignoreIndex: 1, labelSmoothing: 0.25 })),
  ...Array.from({ length: 10 }, () => ({ outer: integer(random, 1, 7), classes: integer(random, 1, 40), inner: integer(random, 1, 9), ignoreIndex: -1, labelSmoothing: pick(random, [0, 0.1, 1]) })),
];

/** The logits of each place, and where they stand. */
function placesOf({ outer, classes, inner }: CrossEntropyGeometry): number[][] {
  return Array.from({ length: outer * inner }, (_, place) => Array.from({ length: classes }, (_, c) => Math.floor(place / inner) * classes * inner + c * inner + (place % inner)));
}
function logSum(values: readonly number[]): number {
  const greatest = Math.max(...values);
  return greatest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0));
}
const near = (actual: number, expected: number, size: number): boolean => Object.is(actual, expected) || Math.abs(actual - expected) <= 2 ** -22 * size;

/** Runs a step whole and in pieces, and gives its result, of the same bits. */
function run(size: number, prepare: (output: number) => Parameters<Arena["run"]>[0]): Float32Array {
  const once = (cut?: (units: number) => number[]): Int32Array => {
    arena.reset();
    const output = arena.bytes(4 * size);
    arena.run(prepare(output), cut);
    return new Int32Array(arena.readFloats(output, size).buffer);
  };
  const whole = once();
  expect(once(randomCuts(random))).toEqual(whole);
  return new Float32Array(whole.buffer);
}

test.each(cases)("logSoftmax and its gradient %o", (g) => {
  const size = g.outer * g.classes * g.inner, input = noise(size, 20), gradOutput = noise(size);
  const output = run(size, (to) => [logSoftmax(arena.floats(input), to, g)]);
  const gradInput = run(size, (to) => [logSoftmaxGrad(arena.floats(gradOutput), arena.floats(output), to, g)]);
  for (const places of placesOf(g)) {
    const greatest = Math.max(...places.map((at) => input[at])), rest = logSum(places.map((at) => input[at] - greatest)), sum = places.reduce((total, at) => total + gradOutput[at], 0);
    for (const at of places) expect(near(output[at], input[at] - greatest - rest, Math.abs(input[at] - greatest - rest))).toBe(true);
    for (const at of places) expect(near(gradInput[at], gradOutput[at] - Math.exp(output[at]) * sum, 4 + Math.abs(sum))).toBe(true);
  }
});

/** Targets that are classes, ignored, and none of either. */
function targetsFor(g: CrossEntropyGeometry): Int32Array {
  const others = [g.ignoreIndex, g.classes, -7, 2 ** 31 - 1, -(2 ** 31)];
  return Int32Array.from({ length: g.outer * g.inner }, () => (random() < 0.7 ? integer(random, 0, g.classes - 1) : pick(random, others)));
}

test.each(cases.flatMap((g) => [true, false].map((isWeighted) => [g, isWeighted] as const)))("crossEntropy and its gradient %o, weight: %s", (g, isWeighted) => {
  const places = placesOf(g), size = places.length * g.classes, input = noise(size), gradOutput = noise(places.length), target = targetsFor(g), weight = noise(g.classes).map(Math.abs);
  const prepare = () => {
    const labels = arena.bytes(4 * target.length);
    new Int32Array(arena.memory.buffer, labels, target.length).set(target);
    return [arena.floats(input), labels, isWeighted ? arena.floats(weight) : undefined] as const;
  };
  const losses = run(places.length, (to) => [crossEntropy(...prepare(), to, g)]);
  const gradInput = run(size, (to) => [crossEntropyGrad(arena.floats(gradOutput), ...prepare(), to, g)]);
  places.forEach((cells, place) => {
    const all = logSum(cells.map((at) => input[at])), isIgnored = target[place] === g.ignoreIndex;
    const mass = cells.map((_, c) => (isIgnored ? 0 : (isWeighted ? weight[c] : 1) * (g.labelSmoothing / g.classes + (c === target[place] ? 1 - g.labelSmoothing : 0))));
    const loss = mass.reduce((sum, share, c) => sum + share * (all - input[cells[c]]), 0), total = mass.reduce((sum, share) => sum + share, 0);
    expect(near(losses[place], loss, Math.abs(loss))).toBe(true);
    cells.forEach((at, c) => expect(near(gradInput[at], gradOutput[place] * (Math.exp(input[at] - all) * total - mass[c]), 4 * (total + mass[c]))).toBe(true));
  });
});

test("logits whose logarithm is too small to add to them", () => {
  const g = { outer: 1, classes: 3, inner: 1, ignoreIndex: -100, labelSmoothing: 0.5 };
  const input = Float32Array.of(1e30, 1e30, 1e30);
  expect([...run(3, (to) => [logSoftmax(arena.floats(input), to, g)])]).toEqual(Array(3).fill(Math.fround(-Math.log(3))));
  const label = (): number => {
    const at = arena.bytes(4);
    new Int32Array(arena.memory.buffer, at, 1).set([1]);
    return at;
  };
  expect([...run(1, (to) => [crossEntropy(arena.floats(input), label(), undefined, to, g)])]).toEqual([Math.fround(Math.log(3))]);
});

test("impossible classes and NaN: as the definition says", () => {
  const g = { outer: 5, classes: 3, inner: 1, ignoreIndex: -100, labelSmoothing: 0 };
  const input = Float32Array.of(1, -Infinity, 2, /**/ 1, -Infinity, 2, /**/ NaN, 1, 2, /**/ 1, NaN, 2, /**/ 1e4, -1e4, 0);
  const labels = (): number => {
    const at = arena.bytes(20);
    new Int32Array(arena.memory.buffer, at, 5).set([0, 1, 1, -100, 0]);
    return at;
  };
  const losses = run(5, (to) => [crossEntropy(arena.floats(input), labels(), undefined, to, g)]);
  expect([...losses].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([1.3133, Infinity, NaN, 0, 0]);
  const gradInput = run(15, (to) => [crossEntropyGrad(arena.floats(new Float32Array(5).fill(1)), arena.floats(input), labels(), undefined, to, g)]);
  expect([...gradInput].map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([-0.7311, 0, 0.7311, 0.2689, -1, 0.7311, NaN, NaN, NaN, 0, 0, 0, 0, 0, 0]);
  const logs = run(15, (to) => [logSoftmax(arena.floats(input), to, g)]);
  expect([...logs.slice(0, 3), ...logs.slice(6)].map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([-1.3133, -Infinity, -0.3133, NaN, NaN, NaN, NaN, NaN, NaN, 0, -2e4, -1e4]);
});
