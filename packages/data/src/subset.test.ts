import { ArgumentError } from "@convoke/core";
import { expect, test } from "vitest";
import type { Dataset } from "./dataset.js";
import { subset } from "./subset.js";

const tens: Dataset<number, string> = { length: 6, get: (i) => 10 * i, batch: (indices) => Array.from(indices).join() };

test("a subset is what it says, one by one and in batches, also of a subset", () => {
  const odd = subset(tens, [5, 3, 1, 1]);
  expect(odd.length).toBe(4);
  expect([0, 1, 2, 3].map((i) => odd.get(i))).toEqual([50, 30, 10, 10]);
  expect(odd.batch!(Int32Array.of(2, 0))).toBe("1,5");
  const last = subset(odd, Int32Array.of(1));
  expect(last.get(0)).toBe(30);
  expect(last.batch!([0])).toBe("3");
});

test("a data set without batch has subsets without batch", () => {
  expect("batch" in subset({ length: 2, get: (i: number) => i }, [1])).toBe(false);
});

test("an index that does not exist is refused", () => {
  for (const index of [-1, 6, 0.5, Number.NaN]) {
    expect(() => subset(tens, [0, index])).toThrow(new ArgumentError(`subset: index ${index} does not exist, expected 0 … 5`));
  }
  expect(() => subset(tens, [4]).get(1)).toThrow("subset: index 1 does not exist, expected 0 … 0");
  expect(() => subset(tens, []).batch!([0])).toThrow("subset: index 0 does not exist, but the data set is empty");
});
