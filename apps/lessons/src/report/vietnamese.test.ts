import { expect, test, vi } from "vitest";
import { loadDigits, subsetOf } from "../digits.js";
import { lessons, parts } from "../lessons/index.js";
import type { Network } from "../networks/networks.js";
import { type NetworkName, recipes } from "../networks/recipes.js";
import { type Outcome, runLesson } from "../run-lesson.js";
import { reportPage } from "./page.js";
import { englishIn } from "./vietnamese-of.test-tool.js";

vi.setConfig({ testTimeout: 60_000 });

/** Few digits, and networks that have learnt nothing: enough for the words. */
async function context() {
  const { train, test } = await loadDigits();
  const digits = { train: subsetOf(train, 0, 500), test: subsetOf(test, 0, 300) };
  const untrained = (name: NetworkName): Network => ({ model: recipes[name].make(), images: 500, epochs: 1, accuracies: Array.from({ length: 25 }, () => 0.1) });
  return { digits: () => Promise.resolve(digits), networks: { quick: true, get: (name: NetworkName) => Promise.resolve(untrained(name)) } };
}

test("who reads the page in Vietnamese sees and hears no English", async () => {
  const given = await context();
  const outcomes: Outcome[] = [];
  for (const lesson of lessons) outcomes.push(await runLesson(lesson, given));
  // What a check has got may be a message of the library, which speaks English.
  const said = outcomes.map((outcome) => ({ ...outcome, checks: outcome.checks.map((check) => ({ ...check, got: "", expected: "" })) }));
  expect(englishIn(await reportPage(parts, said))).toEqual([]);
});
