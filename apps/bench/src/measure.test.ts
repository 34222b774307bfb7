import { expect, test } from "vitest";
import { measure, type Limits } from "./measure.js";
import type { Prepared } from "./subject.js";

/** Subjects on a clock that moves only when they run. */
function fakeRace(durations: readonly number[]) {
  let time = 0;
  const order: number[] = [];
  const subjects = durations.map((duration, index): Prepared => ({
    async run() {
      order.push(index);
      time += duration;
    },
    results: async () => ({}),
    dispose() {},
  }));
  return { order, run: (limits: Limits) => measure(subjects, limits, () => time) };
}

test("subjects take turns, and each round has a time of each", async () => {
  const { order, run } = fakeRace([1, 4]);
  expect(await run({ budget: 0, leastRounds: 3, mostRounds: 9, warmUp: 0 })).toEqual([[1, 1, 1], [4, 4, 4]]);
  expect(order).toEqual([0, 1, 0, 1, 0, 1]);
});

test("rounds fill the budget, but are not more than the most", async () => {
  const rounds = async (budget: number) => (await fakeRace([1, 4]).run({ budget, leastRounds: 3, mostRounds: 9, warmUp: 0 }))[0]!.length;
  expect(await rounds(30)).toBe(6);
  expect(await rounds(1000)).toBe(9);
});
