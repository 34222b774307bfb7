import { expect, test } from "vitest";
import { type Limits, limitsFor, measure, turn } from "./measure.js";
import type { Prepared } from "./subject.js";

const limits: Limits = { rounds: 3, mostRounds: 3, least: 0, share: Infinity, fewestRounds: 2, warmUp: 0, patience: 1000 };

/** Subjects on a clock that moves only when they run. */
function fakeRace(durations: readonly (number | (() => number))[]) {
  let time = 0;
  const order: number[] = [];
  const subjects = durations.map((duration, index): Prepared => ({
    async run() {
      order.push(index);
      time += typeof duration === "number" ? duration : duration();
    },
    results: async () => ({}),
    dispose() {},
  }));
  const limit = {
    amount: 1,
    run() {
      order.push(-1);
      time += 7;
    },
  };
  const run = async (given: Partial<Limits>, withLimit = false) => {
    const { subjects: results, limit: limitTimes } = await measure(subjects, withLimit ? limit : null, { ...limits, ...given }, () => time);
    return { times: results.map(({ times }) => times), failures: results.map(({ failure }) => failure?.message), limitTimes };
  };
  return { order, run };
}

test("subjects take turns, and each round has a time of each", async () => {
  const { order, run } = fakeRace([1, 4]);
  expect((await run({})).times).toEqual([[1, 1, 1], [4, 4, 4]]);
  expect(order).toEqual([0, 1, 0, 1, 0, 1]);
});

test("the limit has its turn in each round", async () => {
  const { order, run } = fakeRace([1, 4]);
  expect((await run({ rounds: 2, mostRounds: 2 }, true)).limitTimes).toEqual([7, 7]);
  expect(order).toEqual([0, 1, -1, -1, 0, 1, -1, -1]);      // the second is timed
});

test("quick rows get more rounds, but not more than the most", async () => {
  const rounds = async (least: number) => (await fakeRace([1, 4]).run({ mostRounds: 9, least })).times[0]!.length;
  expect(await rounds(10)).toBe(3);
  expect(await rounds(30)).toBe(6);
  expect(await rounds(1000)).toBe(9);
});

test("who has had its share of time drops out, and the others go on", async () => {
  const { times } = await fakeRace([1, 40, 400]).run({ rounds: 5, mostRounds: 5, share: 100 });
  expect(times).toEqual([[1, 1, 1, 1, 1], [40, 40, 40], [400]]);        // three shares end even the fewest rounds
});

test("who fails is out, and says why; the others go on", async () => {
  let runs = 0;
  const fails = (): number => {
    if (++runs === 2) throw new Error("out of memory");
    return 3;
  };
  const { times, failures } = await fakeRace([fails, 4]).run({});
  expect(times).toEqual([[3], [4, 4, 4]]);
  expect(failures).toEqual(["out of memory", undefined]);
});

const idle = { results: async () => ({}), dispose() {} };

test("what comes before and after a run is not timed, and another process's time counts as it is", async () => {
  let time = 0;
  const clock = (): number => time;
  const pause = async (): Promise<void> => void (time += 100);
  expect(await turn({ ...idle, before: pause, after: pause, run: () => void (time += 5) }, false, clock, 1000)).toBe(5);
  expect(time).toBe(205);
  expect(await turn({ ...idle, run: async () => { time += 5; return 3; } }, false, clock, 1000)).toBe(3);
});

test("a short run has one before it that is not timed", async () => {
  let runs = 0;
  let time = 0;
  const first = (): void => void (time += runs++ === 0 ? 50 : 2);
  expect(await turn({ ...idle, run: first }, true, () => time, 1000)).toBe(2);
  const { order, run } = fakeRace([1, 400]);
  await run({ warmUp: 1 });
  expect(order).toEqual([0, 1, 0, 0, 1, 0, 0, 1]);
});

test("a run that never ends is a time-out", async () => {
  const hung = { ...idle, run: () => new Promise<void>(() => {}) };
  await expect(turn(hung, false, () => 0, 10)).rejects.toThrow("no answer in 0.01 s");
});

test("at least 10 rounds, 20 for those that ask; --runs is exact for all", () => {
  expect(limitsFor(20, null, false)).toMatchObject({ rounds: 20, mostRounds: 50 });
  expect(limitsFor(20, 4, false)).toMatchObject({ rounds: 4, mostRounds: 4, fewestRounds: 4, share: Infinity });
  expect(limitsFor(1, null, true)).toMatchObject({ rounds: 1, least: 0, warmUp: 0 });
});
