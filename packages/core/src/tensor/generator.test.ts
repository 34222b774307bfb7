import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { ArgumentError, dropout, DTypeError, Generator, manualSeed, ones, rand, randint, randn, setBackend, type Tensor } from "../index.js";

setBackend(cpu());
const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const variance = (values: ArrayLike<number>): number => { const m = mean(values); return mean(Array.from(values, (value) => (value - m) ** 2)); };

describe("Generator", () => {
  test("gives the same stream in pieces of any size", () => {
    const whole = [...new Generator(7).words(8)];
    for (const sizes of [[3, 5], [1, 1, 6], [8, 0], [2, 3, 3]]) {
      const generator = new Generator(7);
      expect(sizes.flatMap((size) => [...generator.words(size)])).toEqual(whole);
    }
  });

  test("uniform and words walk the same stream", () => {
    const words = new Generator(7).words(6);
    const generator = new Generator(7);
    generator.words(2);
    expect([...generator.uniform(4)]).toEqual([...words.subarray(2)].map((word) => (word >>> 8) / 2 ** 24));
  });

  test("seeds beyond 32 bits count whole", () => {
    const streams = [0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => String(new Generator(seed).words(4)));
    expect(new Set(streams).size).toBe(5);
  });

  test("normal numbers have the moments of the standard normal distribution", () => {
    const numbers = new Generator(1).normal(100_000);
    // Standard errors: mean 0.0032, variance 0.0045, fourth moment 0.031: five of each.
    expect(Math.abs(mean(numbers))).toBeLessThan(0.016);
    expect(Math.abs(variance(numbers) - 1)).toBeLessThan(0.023);
    expect(Math.abs(mean(numbers.map((value) => value ** 4)) - 3)).toBeLessThan(0.16);
    expect(new Generator(1).normal(5)).toEqual(numbers.slice(0, 5));
  });

  test("integers are even over their range, both ends right", () => {
    const counts = new Array<number>(5).fill(0);
    for (const value of new Generator(3).integers(-2, 3, 50_000)) counts[value + 2]!++;
    expect(counts.reduce((a, b) => a + b)).toBe(50_000);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(50_000 * 0.2 * 0.8));
    expect([...new Generator(3).integers(4, 5, 3)]).toEqual([4, 4, 4]);
  });

  test("a permutation is one, and every place sees every number", () => {
    const seen = Array.from({ length: 5 }, () => new Set<number>());
    for (let seed = 0; seed < 60; seed++) {
      const order = new Generator(seed).permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      order.forEach((value, at) => seen[at]!.add(value));
    }
    expect(seen.map(({ size }) => size)).toEqual([5, 5, 5, 5, 5]);
    expect([...new Generator(0).permutation(0)]).toEqual([]);
    expect(new Set(new Generator(0).permutation(1_000)).size).toBe(1_000);
  });

  test.each([-1, 1.5, NaN, 2 ** 53, "3" as never])("refuses the seed %s", (seed) => {
    expect(() => new Generator(seed)).toThrow(new ArgumentError(`Generator: seed is ${seed}, expected an integer of at least 0`));
    expect(() => manualSeed(seed)).toThrow(ArgumentError);
  });
});

describe("random tensors", () => {
  const values = (each: Tensor): number[] => [...each.dataSync()];
  const makers: Record<string, (options?: { generator?: Generator }) => Tensor> = {
    rand: (options) => rand([5, 3], options),
    randn: (options) => randn([5, 3], options),
    randint: (options) => randint(0, 1000, [5, 3], options),
    dropout: (options) => dropout(ones([15]), options),
  };

  test.each(Object.entries(makers))("%s follows manualSeed, or its own generator", (_, make) => {
    manualSeed(4);
    const first = values(make());
    const second = values(make());
    manualSeed(4);
    expect([values(make()), values(make())]).toEqual([first, second]);
    expect(second).not.toEqual(first);
    expect(values(make({ generator: new Generator(4) }))).toEqual(first);
  });

  test("a generator of one's own leaves the shared one alone", () => {
    manualSeed(4);
    const expected = values(rand([3]));
    manualSeed(4);
    for (const make of Object.values(makers)) make({ generator: new Generator(9) });
    expect(values(rand([3]))).toEqual(expected);
  });

  test("rand is uniform in [0, 1)", () => {
    const numbers = values(rand([100_000], { generator: new Generator(2) }));
    expect(numbers.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(mean(numbers) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 100_000));
    expect(Math.abs(variance(numbers) - 1 / 12)).toBeLessThan(0.0012);
  });

  test("the same seed gives the same float32 and float64 numbers up to rounding", () => {
    const [narrow, wide] = (["float32", "float64"] as const).map((dtype) => [rand([9], { dtype, generator: new Generator(5) }), randn([9], { dtype, generator: new Generator(5) })]);
    expect(values(narrow![0]!)).toEqual(values(wide![0]!));
    expect(values(narrow![1]!)).toEqual(values(wide![1]!).map(Math.fround));
  });

  test("take the options of creation", () => {
    expect([randint(0, 2, [3]).dtype, randint(0, 200, [3], { dtype: "uint8" }).dtype, randn([2], { requiresGrad: true }).requiresGrad]).toEqual(["int32", "uint8", true]);
    expect(() => rand([2], { dtype: "int32" })).toThrow(new DTypeError("rand: dtype is int32, expected float32 or float64"));
    expect(() => randn([2], { dtype: "bool" })).toThrow(new DTypeError("randn: dtype is bool, expected float32 or float64"));
    expect(() => randint(3, 3, [1])).toThrow(new ArgumentError("randint: high 3 must be greater than low 3"));
    expect(() => randint(5, 3, [1])).toThrow(ArgumentError);
    expect(() => randint(0.5, 3, [1])).toThrow(ArgumentError);
    expect(() => rand([2], { seed: 1 } as object)).toThrow(new ArgumentError('rand: unknown option "seed", expected one of dtype, backend, requiresGrad, generator'));
  });

  test("randint refuses bounds that int32 cannot hold", () => {
    expect(() => randint(0, 2 ** 40, [3])).toThrow(ArgumentError);
    expect(() => randint(-(2 ** 32), 0, [3])).toThrow(ArgumentError);
    expect([...randint(-(2 ** 31), 2 ** 31, [9]).dataSync()].every(Number.isInteger)).toBe(true);
  });
});
