import { afterEach, expect, test, vi } from "vitest";
import { listenForInterrupt } from "./interrupt.js";

afterEach(() => void vi.useRealTimers());
const listeners = (): number => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");

test.each(["SIGINT", "SIGTERM"] as const)("the first %s aborts, the second finds nobody and so ends the process", (name) => {
  vi.useFakeTimers();
  const before = listeners();
  const { signal } = listenForInterrupt();
  expect(signal.aborted).toBe(false);
  process.emit(name);
  expect(signal.aborted).toBe(true);
  vi.advanceTimersByTime(400);
  process.emit(name);                                // the same key press, by way of npm
  expect(listeners()).toBe(before + 2);
  vi.advanceTimersByTime(1_000);
  expect(listeners()).toBe(before);
});

test("stop ends it", () => {
  const before = listeners();
  const { stop } = listenForInterrupt();
  expect(listeners()).toBe(before + 2);
  stop();
  expect(listeners()).toBe(before);
});
