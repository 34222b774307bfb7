import { expect, test } from "vitest";
import { type Budget, budgetFor, callsFor, measure, turn } from "./measure.js";
import type { Prepared } from "./subject.js";

const budget: Budget = { rounds: 3, mostRounds: 3, least: 0, share: Infinity, fewestRounds: 2, warmUp: 0, patience: 1000 };

/** Subjects on a clock that moves only when they run. */
function fakeRace(durations: readonly (number | (() => number))[]) {
  let time = 0;
  const order: number[] = [];
  const subjects = durations.map((duration, index): Prepared => ({
    async run(calls) {
      order.push(index);
      for (let i = 0; i < calls; i++) time += typeof duration === "number" ? duration : duration();
    },
    results: async () => ({}),
    dispose() {},
  }));
  const limits = [1, 2].map((threads) => ({
    threads, amount: 1,
    time() {
      order.push(-threads);
      return 7 * threads;
    },
  }));
  const run = async (given: Partial<Budget>, withLimits = false, calls = 1) => {
    const runners = subjects.map((prepared) => ({ prepared, calls }));
    const { subjects: results, limits: limitTimes } = await measure(runners, withLimits ? limits : [], { ...budget, ...given }, () => time);
    return { times: results.map(({ times }) => times), failures: results.map(({ failure }) => failure?.message), limitTimes };
  };
  return { order, run };
}

test("subjects take turns, and each round has a time of each", async () => {
  const { order, run } = fakeRace([1, 4]);
  expect((await run({})).times).toEqual([[1, 1, 1], [4, 4, 4]]);
  expect(order).toEqual([0, 1, 0, 1, 0, 1]);
});

test("each limit has its turn in each round", async () => {
  const { order, run } = fakeRace([1, 4]);
  expect((await run({ rounds: 2, mostRounds: 2 }, true)).limitTimes).toEqual([[7, 7], [14, 14]]);
  expect(order).toEqual([0, 1, -1, -2, 0, 1, -1, -2]);
});

test("a run is some calls, and its time that of one", async () => {
  expect((await fakeRace([1, 4]).run({}, false, 3)).times).toEqual([[1, 1, 1], [4, 4, 4]]);
  expect([0.001, 0.6, 7, 20, 900].map((time) => callsFor(time))).toEqual([50, 34, 3, 1, 1]);
  expect(callsFor(0.6, 1)).toBe(1);
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

test("what comes after a run is not timed, and another process's time counts as it is", async () => {
  let time = 0;
  const clock = (): number => time;
  const pause = async (): Promise<void> => void (time += 100);
  expect(await turn({ ...idle, after: pause, run: () => void (time += 5) }, 1, false, clock, 1000)).toBe(5);
  expect(time).toBe(105);
  expect(await turn({ ...idle, run: async () => { time += 5; return 3; } }, 2, false, clock, 1000)).toBe(1.5);
});

test("another process takes a whole turn, and has to end it in time", async () => {
  expect(await turn({ ...idle, turn: async (calls, isShort) => (isShort ? calls : NaN) }, 7, true, () => NaN, 1000)).toBe(7);
  await expect(turn({ ...idle, turn: () => new Promise(() => {}) }, 1, false, () => 0, 10)).rejects.toThrow("no answer in 0.01 s");
});

test("before a short run there are 40 ms of others that are not timed", async () => {
  let runs = 0;
  let time = 0;
  const first = (): void => void (time += runs++ === 0 ? 50 : 2);
  expect(await turn({ ...idle, run: first }, 1, true, () => time, 1000)).toBe(2);
  const { order, run } = fakeRace([30, 400]);
  await run({ warmUp: 1 });
  expect(order).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);      // 60 ms before each
});

test("a run that never ends is a time-out", async () => {
  const hung = { ...idle, run: () => new Promise<void>(() => {}) };
  await expect(turn(hung, 1, false, () => 0, 10)).rejects.toThrow("no answer in 0.01 s");
});

test("at least 10 rounds, 20 for those that ask; --runs is exact for all", () => {
  expect(budgetFor({}, null)).toMatchObject({ rounds: 10, mostRounds: 50, warmUp: 300 });
  expect(budgetFor({ rounds: 20, warmUp: 900 }, null)).toMatchObject({ rounds: 20, mostRounds: 50, warmUp: 900 });
  expect(budgetFor({ rounds: 20 }, 4)).toMatchObject({ rounds: 4, mostRounds: 4, fewestRounds: 4, share: Infinity });
  expect(budgetFor({ rounds: 1, onRequest: true }, null)).toMatchObject({ rounds: 1, least: 0, warmUp: 0 });
});
