import type { AdamStepOptions, SgdStepOptions } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { seeded } from "../random.test-support.js";
import { adamStep, sgdStep } from "./optimizer-steps.js";

const arena = new Arena(false, 64);
const random = seeded(91);
const noise = (size: number): Float32Array => Float32Array.from({ length: size }, () => 2 * random() - 1);
const sizes = [1, 3, 4, 6, 1023, 1024, 1025, 5000];
const f = Math.fround;

/** Runs a step over arrays in place, whole and in pieces; gives what they hold then, the same bits. */
function run(arrays: readonly Float32Array[], prepare: (pointers: number[]) => Parameters<Arena["run"]>[0]): Float32Array[] {
  const once = (cut?: (units: number) => number[]): Float32Array[] => {
    arena.reset();
    const pointers = arrays.map((values) => arena.floats(values));
    arena.run(prepare(pointers), cut);
    return pointers.map((pointer, i) => arena.readFloats(pointer, arrays[i].length));
  };
  const whole = once();
  expect(once(randomCuts(random))).toEqual(whole);
  return whole;
}

const plain: SgdStepOptions = { lr: 0.1, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false };
const sgdCases: [SgdStepOptions, boolean][] = [
  [plain, false], [{ ...plain, weightDecay: 0.3 }, false], [{ ...plain, momentum: 0.9, dampening: 0.25 }, true], [{ ...plain, momentum: 0.9, dampening: 0.25 }, false],
  [{ ...plain, momentum: 0.9, weightDecay: 0.1, nesterov: true }, true], [{ ...plain, momentum: 0.9, weightDecay: 0.1, nesterov: true }, false],
];

describe.each(sgdCases)("sgdStep %o, first: %s", (options, isFirst) => {
  test.each(sizes)("%i elements: the bits of float32 in PyTorch's order", (size) => {
    const { lr, momentum, dampening, weightDecay, nesterov } = options, hasBuffer = momentum !== 0;
    const parameter = noise(size), gradient = noise(size), buffer = isFirst ? new Float32Array(size).fill(NaN) : noise(size);
    const [next, same, moved] = run([parameter, gradient, buffer], ([p, g, b]) => [sgdStep(p, g, hasBuffer ? { pointer: b, isFirst } : null, size, options)]);
    expect(same).toEqual(gradient);
    const expected = parameter.map((value, i) => {
      const slope = weightDecay === 0 ? gradient[i] : f(gradient[i] + f(value * f(weightDecay)));
      const kept = !hasBuffer || isFirst ? slope : f(f(buffer[i] * f(momentum)) + f(slope * f(1 - dampening)));
      if (hasBuffer) expect(moved[i]).toBe(kept);
      return value - f((nesterov ? f(slope + f(kept * f(momentum))) : kept) * f(lr));
    });
    expect(next).toEqual(expected);
    if (!hasBuffer) expect(moved).toEqual(buffer);
  });
});

const first: AdamStepOptions = { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0, decoupled: false, step: 1 };
const adamCases: [AdamStepOptions, boolean][] = [[first, false], [{ ...first, step: 12, weightDecay: 0.25 }, false], [{ ...first, step: 3, weightDecay: 0.25, decoupled: true }, true]];

describe.each(adamCases)("adamStep %o, amsgrad: %s", (options, amsgrad) => {
  test.each(sizes)("%i elements: the bits of float32 in PyTorch's order", (size) => {
    const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = options;
    const [parameter, gradient, expAvg] = [noise(size), noise(size), noise(size)], expAvgSq = noise(size).map(Math.abs), greatest = noise(size).map(Math.abs);
    const [next, same, m, v, most] = run([parameter, gradient, expAvg, expAvgSq, greatest], ([p, g, a, b, c]) =>
      [adamStep(p, g, { expAvg: a, expAvgSq: b, maxExpAvgSq: amsgrad ? c : undefined }, size, options)]);
    const slope = gradient.map((value, i) => (decoupled || weightDecay === 0 ? value : f(value + f(parameter[i] * f(weightDecay)))));
    const mean = expAvg.map((value, i) => f(value * f(beta1)) + f(slope[i] * f(1 - beta1)));
    const square = expAvgSq.map((value, i) => f(value * f(beta2)) + f(f(slope[i] * f(1 - beta2)) * slope[i]));
    const root = square.map((value, i) => (amsgrad ? Math.max(value, greatest[i]) : value));
    expect([same, m, v, most]).toEqual([gradient, mean, square, amsgrad ? root : greatest]);
    expect(next).toEqual(parameter.map((value, i) => {
      const divisor = f(f(f(Math.sqrt(root[i])) / f(Math.sqrt(1 - beta2 ** step))) + f(eps));
      return f(value * f(decoupled ? 1 - lr * weightDecay : 1)) - f(f(mean[i] * f(lr / (1 - beta1 ** step))) / divisor);
    }));
  });
});
