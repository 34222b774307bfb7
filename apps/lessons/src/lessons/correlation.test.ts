import { expect, test, vi } from "vitest";
import { loadDigits } from "../digits.js";
import { runLesson } from "../run-lesson.js";
import { lessons } from "./index.js";

// What the library calls convolution is cross-correlation. With true convolution in its place the lessons that depend on it must notice.
vi.mock("@convoke/core", async (original) => {
  const core = await original<typeof import("@convoke/core")>();
  return { ...core, conv2d: core.convolve2d };
});

const context = { digits: loadDigits, networks: { quick: true, get: () => Promise.reject(new Error("not here")) } };

test.each(["A-2.3", "A-4.1", "A-4.3", "A-4.4", "B-conv2d"])("%s fails when conv2d is convolve2d", async (id) => {
  const { passed } = await runLesson(lessons.find((lesson) => lesson.id === id)!, context);
  expect(passed).toBe(false);
});

test("a lesson without convolutions still passes", async () => {
  const { passed } = await runLesson(lessons.find(({ id }) => id === "B-tensors")!, context);
  expect(passed).toBe(true);
});
