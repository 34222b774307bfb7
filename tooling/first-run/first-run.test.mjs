import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "./find-chromium.mjs";
import { nodeProblem } from "./node-version.mjs";
import { root } from "./root.mjs";

const read = (file) => JSON.parse(readFileSync(join(root, file), "utf8"));

test("the pnpm that is fetched is the one of packageManager", () => {
  const { dependencies } = read("tooling/first-run/pnpm/package.json");
  expect(read("package.json").packageManager).toBe(`pnpm@${dependencies.pnpm}`);
  expect(read("tooling/first-run/pnpm/package-lock.json").packages["node_modules/pnpm"].version).toBe(dependencies.pnpm);
});

test("every version of the tools is pinned exactly", () => {
  for (const file of ["package.json", "tooling/fixtures/package.json", "apps/bench/peers/package.json", "tooling/newer-node/package.json"]) {
    const { dependencies, devDependencies } = read(file);
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(version, name).toMatch(/^(\d+\.\d+\.\d+|workspace:\*)$/);
    }
  }
});

test("an old Node is told which one is needed", () => {
  for (const version of ["12.22.0", "18.20.1", "20.18.3", "21.7.0", "22.11.0"]) expect(nodeProblem(version)).toContain(`this is Node ${version}, but 20.19`);
  for (const version of ["20.19.0", "22.12.0", "24.0.0"]) expect(nodeProblem(version)).toBe("");
  expect(read("package.json").engines.node).toBe("^20.19.0 || >=22.12.0");
});

test("CHROMIUM decides where it is set", () => {
  expect(findChromium({ CHROMIUM: process.execPath, PATH: "" })).toBe(process.execPath);
  expect(findChromium({ CHROMIUM: "/nowhere/chromium", PATH: process.env.PATH })).toBeUndefined();
});

test.runIf(findChromium())("every kind of test file has a project, and every project its files", async () => {
  const { default: config } = await import("../../vitest.config.ts");
  const patterns = config.test.projects.flatMap(({ test: { include, typecheck } }) => typecheck?.include ?? include);
  const files = ["packages", "apps"].flatMap((folder) => readdirSync(join(root, folder), { recursive: true })).filter((file) => !file.includes("node_modules"));
  const kinds = new Set(files.flatMap((file) => /\.test[^.]*\.tsx?$/.exec(file) ?? []));
  for (const imported of ["data", "helper", "support", "tool"]) kinds.delete(`.test-${imported}.ts`);
  expect(new Set(patterns.flatMap((pattern) => /^packages.*\*(.*)/.exec(pattern)?.[1] ?? []))).toEqual(kinds);
});

test("lockfiles name no registry", () => {
  for (const file of ["pnpm-lock.yaml", "apps/bench/peers/pnpm-lock.yaml", "tooling/newer-node/pnpm-lock.yaml", "tooling/first-run/pnpm/package-lock.json"]) {
    expect(readFileSync(join(root, file), "utf8")).not.toMatch(/tarball:|"resolved"/);
  }
});
