import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collapse } from "./collapse.js";
import {
  broadcastShapes, dense, expandLayout, isContiguous, isDense, permuteLayout, reshapeLayout, sizeOf, sliceLayout, type Layout, type Shape,
} from "./layout.js";

/** The storage positions of all elements in row-major order: what a layout means. */
function positions({ shape, strides, offset }: Layout): number[] {
  return shape.reduce<number[]>((at, length, axis) => at.flatMap((from) => Array.from({ length }, (_, i) => from + i * strides[axis]!)), [offset]);
}

/** All ways to write a number as a product of sizes, ones included. */
const shapeOf = (size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(), { maxLength: 4 }).map((choices) => {
    const shape: number[] = [];
    let rest = size;
    for (const choice of choices) {
      const divisors = Array.from({ length: rest }, (_, i) => i + 1).filter((each) => rest % each === 0);
      shape.push(divisors[choice % divisors.length]!);
      rest /= shape.at(-1)!;
    }
    return [...shape, rest];
  });

/** A dense array, then up to four of: a permutation, a slice with any step, an expansion of size-1 axes. */
const strided: fc.Arbitrary<Layout> = fc
  .tuple(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), fc.array(fc.tuple(fc.constantFrom("permute", "slice", "expand"), fc.nat(), fc.nat(), fc.nat()), { maxLength: 4 }))
  .map(([shape, steps]) =>
    steps.reduce<Layout>((layout, [kind, a, b, c]) => {
      const rank = layout.shape.length;
      if (rank === 0) return layout;
      const axis = a % rank;
      const size = layout.shape[axis]!;
      if (kind === "permute") return permuteLayout(layout, [...layout.shape.keys()].map((each) => (each + a) % rank));
      if (kind === "expand") return expandLayout(layout, [1 + (b % 2), ...layout.shape.map((length) => (length === 1 ? 1 + (c % 3) : length))]);
      const start = b % size, step = [1, 2, -1, -2][c % 4]!;
      const room = step > 0 ? size - start : start + 1;
      return sliceLayout(layout, axis, start, Math.max(1, Math.floor(room / Math.abs(step))), step);
    }, dense(shape)),
  );

describe("reshapeLayout", () => {
  test("keeps the order of the elements, whatever the strides", () => {
    fc.assert(fc.property(strided.chain((layout) => fc.tuple(fc.constant(layout), shapeOf(sizeOf(layout.shape)))), ([layout, shape]) => {
      const reshaped = reshapeLayout(layout, shape);
      if (reshaped === null) return;
      expect(reshaped.shape).toEqual(shape);
      expect(reshaped.strides.length).toBe(shape.length);
      expect(positions(reshaped)).toEqual(positions(layout));
    }), { numRuns: 500, seed: 1 });
  });

  /** Whether any strides give these positions: each axis of size > 1 shows its stride at its first step. */
  const exists = (layout: Layout, shape: Shape): boolean => {
    const wanted = positions(layout);
    const steps = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
    const strides = shape.map((length, axis) => (length === 1 ? 0 : wanted[steps[axis]!]! - wanted[0]!));
    return String(positions({ shape, strides, offset: wanted[0]! })) === String(wanted);
  };

  test("finds a view exactly where one exists", () => {
    const found = { views: 0, copies: 0 };
    fc.assert(fc.property(strided.chain((layout) => fc.tuple(fc.constant(layout), shapeOf(sizeOf(layout.shape)))), ([layout, shape]) => {
      const possible = exists(layout, shape);
      found[possible ? "views" : "copies"]++;
      expect(reshapeLayout(layout, shape) !== null).toBe(possible);
    }), { numRuns: 500, seed: 2 });
    expect([found.views > 100, found.copies > 30]).toEqual([true, true]); // both kinds were met
  });

  test.each<[string, Layout, Shape, "view" | "copy"]>([
    ["splits an axis", dense([6]), [2, 3], "view"],
    ["merges what a permutation left together", permuteLayout(dense([2, 3, 4]), [1, 2, 0]), [12, 2], "view"],
    ["does not merge what a permutation parted", permuteLayout(dense([2, 3, 4]), [1, 0, 2]), [6, 4], "copy"],
    ["splits a transposed axis", permuteLayout(dense([4, 6]), [1, 0]), [2, 3, 4], "view"],
    ["merges repeated axes", expandLayout(dense([1]), [3, 4]), [12], "view"],
    ["merges a flipped array", sliceLayout(dense([6]), 0, 5, 6, -1), [2, 3], "view"],
    ["does not merge across a repeated axis", expandLayout(dense([3, 1]), [3, 4]), [12], "copy"],
    ["adds and drops axes of size 1", permuteLayout(dense([2, 1, 3]), [2, 1, 0]), [1, 3, 1, 2, 1], "view"],
    ["a scalar to ones", sliceLayout(dense([5]), 0, 3, 1), [1, 1], "view"],
    ["an empty array to any empty shape", permuteLayout(dense([0, 3]), [1, 0]), [2, 0, 7], "view"],
  ])("%s", (_, layout, shape, expected) => {
    const reshaped = reshapeLayout(layout, shape);
    expect(reshaped === null ? "copy" : "view").toBe(expected);
    if (reshaped) expect(positions(reshaped)).toEqual(positions(layout));
  });

  test("keeps the offset", () => expect(reshapeLayout(sliceLayout(dense([4, 3]), 0, 2, 2), [6])!.offset).toBe(6));
});

describe("layouts", () => {
  test("dense, contiguous and neither", () => {
    expect(dense([2, 3, 4])).toEqual({ shape: [2, 3, 4], strides: [12, 4, 1], offset: 0 });
    expect(dense([])).toEqual({ shape: [], strides: [], offset: 0 });
    const tail = sliceLayout(dense([4, 3]), 0, 2, 2);
    expect([isContiguous(tail), isDense(tail)]).toEqual([true, false]);
    expect(isDense(sliceLayout(dense([4, 3]), 0, 0, 2))).toBe(true);
    expect(isContiguous(permuteLayout(dense([2, 3]), [1, 0]))).toBe(false);
    expect(isContiguous(permuteLayout(dense([2, 1]), [1, 0]))).toBe(true);
    expect(isContiguous(permuteLayout(dense([0, 3]), [1, 0]))).toBe(true);
  });

  test("isContiguous says whether the positions follow each other", () => {
    fc.assert(fc.property(strided, (layout) => {
      expect(isContiguous(layout)).toBe(positions(layout).every((at, i) => at === layout.offset + i));
    }), { numRuns: 500, seed: 3 });
  });

  test("permute, slice and expand move positions as arrays would", () => {
    const layout = dense([2, 3]);
    expect(positions(permuteLayout(layout, [1, 0]))).toEqual([0, 3, 1, 4, 2, 5]);
    expect(positions(sliceLayout(layout, 1, 2, 2, -2))).toEqual([2, 0, 5, 3]);
    expect(positions(sliceLayout(layout, 0, 2, 0))).toEqual([]);
    expect(positions(expandLayout(dense([2, 1]), [2, 2, 2]))).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
    expect(positions(expandLayout(dense([1]), [0]))).toEqual([]);
  });

  test("collapse keeps the order of all layouts and never makes more axes", () => {
    fc.assert(fc.property(strided, fc.nat(7), (layout, bits) => {
      const other: Layout = { shape: layout.shape, strides: layout.strides.map((stride, axis) => (bits >> axis) & 1 ? 0 : stride * 2), offset: 3 };
      const collapsed = collapse([layout, dense(layout.shape), other]);
      expect(collapsed.map(positions)).toEqual([layout, dense(layout.shape), other].map(positions));
      expect(collapsed[0]!.shape.length).toBeLessThanOrEqual(layout.shape.filter((length) => length !== 1).length);
    }), { numRuns: 300, seed: 4 });
    expect(collapse([dense([2, 3, 4])])[0]).toEqual({ shape: [24], strides: [1], offset: 0 });
    expect(collapse([dense([])])[0]).toEqual({ shape: [], strides: [], offset: 0 });
  });
});

describe("broadcastShapes", () => {
  test.each<[Shape, Shape, Shape | null]>([
    [[2, 3], [3], [2, 3]], [[2, 1], [1, 3], [2, 3]], [[], [4], [4]], [[1], [0], [0]], [[2, 0], [1], [2, 0]],
    [[2], [3], null], [[2, 0], [2], null], [[3, 1, 2], [4, 2], [3, 4, 2]], [[], [], []],
  ])("%j with %j is %j", (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual(expected);
    expect(broadcastShapes(b, a)).toEqual(expected);
  });
});
