import { expect, test, vi } from "vitest";
import type { Block } from "../blocks/block.js";
import type { Text } from "../blocks/text.js";
import { loadDigits, type Digits } from "../digits.js";
import { runLesson } from "../run-lesson.js";
import { lessons } from "./index.js";

vi.setConfig({ testTimeout: 30_000 });
let digits: Promise<Digits> | undefined;
const context = {
  digits: () => (digits ??= loadDigits()),
  networks: { quick: true, get: () => Promise.reject(new Error("a lesson that is not marked trains asked for a network")) },
};

test.each(lessons.filter(({ trains }) => !trains).map((lesson) => [lesson.id, lesson] as const))("%s: every number is right", async (_, lesson) => {
  const { checks, blocks } = await runLesson(lesson, context);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.length).toBeGreaterThan(0);
  expect(blocks.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["text", "takeaway"]));
  for (const words of blocks.flatMap(textsOf)) if (typeof words !== "string") expect([words.vi !== "" && words.en !== "", words.vi]).toEqual([true, words.vi]);
});

test("ids are unique", () => {
  const ids = lessons.map(({ id }) => id.toLowerCase());
  expect(new Set(ids).size).toBe(ids.length);
});

const textsOf = (block: Block): Text[] => [...("text" in block ? [block.text] : []), ...("caption" in block && block.caption !== undefined ? [block.caption] : [])];
