import { describe, expect, test } from "vitest";
import { naiveBackend } from "../reference/naive-backend.js";
import { planChecks } from "../suite/plan.js";
import { runCheck } from "../suite/run.js";
import { plant, plantedBugs, type PlantedBug } from "./index.js";

const checks = planChecks();
const checksFor = (bug: PlantedBug) => checks.filter(({ op, layer }) => layer === bug.layer && bug.ops.includes(op));
const settings = { dtype: "float64", seed: 1, runs: 25 } as const;

test("there are at least 25 planted bugs, each of its own", () => {
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
  expect(plantedBugs.length).toBeGreaterThanOrEqual(25);
});

describe("the suite notices", () => {
  test.each(plantedBugs.map((bug) => [bug.name, bug.layer, bug] as const))("%s (%s)", { timeout: 60_000 }, async (_name, _layer, bug) => {
    const backend = plant(bug);
    for (const check of checksFor(bug)) {
      const { status } = await runCheck(check, { backend, ...settings });
      if (status === "fail") return;
    }
    expect.fail(`no ${bug.layer} check of ${bug.ops.join(", ")} failed`);
  });
});

test("and finds nothing where nothing is planted", { timeout: 120_000 }, async () => {
  const wanted = new Set(plantedBugs.flatMap(checksFor));
  const backend = naiveBackend();
  const failures: string[] = [];
  for (const check of wanted) {
    const { status, message } = await runCheck(check, { backend, ...settings });
    if (status !== "pass") failures.push(`${message}`);
  }
  expect(failures).toEqual([]);
});
