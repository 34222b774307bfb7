import { afterEach, expect, test, vi } from "vitest";
import { nap, StallClock } from "./stall-clock.js";

afterEach(() => {
  vi.useRealTimers();
});

function clock(): { look(slept: number): number; advance(): void } {
  vi.useFakeTimers();
  let progress = 0;
  const stalls = new StallClock(() => progress);
  return {
    look: (slept) => {
      vi.advanceTimersByTime(slept);
      return stalls.look();
    },
    advance: () => void progress++,
  };
}

test("time without progress adds up, and progress ends it", () => {
  const { look, advance } = clock();
  expect([look(nap), look(nap), look(50)]).toEqual([nap, 2 * nap, 2 * nap + 50]);
  advance();
  expect([look(nap), look(nap)]).toEqual([0, nap]);
});

test("an hour in which the process was stopped is no hour without progress", () => {
  const { look } = clock();
  expect(look(nap)).toBe(nap);
  expect(look(3_600_000)).toBe(3 * nap);
});
