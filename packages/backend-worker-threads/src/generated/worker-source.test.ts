import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { generate } from "../../build-worker.mjs";

test("the committed worker is a fresh build of src/team/follow.ts", async () => {
  expect(readFileSync(new URL("worker-source.ts", import.meta.url), "utf8")).toBe(await generate());
});
