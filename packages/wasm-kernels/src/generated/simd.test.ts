import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { builds, generate } from "../../build.mjs";
import { bytesOf } from "../base64.js";
import { hasFeature } from "../features.js";
import { relaxedSimd } from "./relaxed-simd.js";
import { simd } from "./simd.js";

test.each(Object.keys(builds) as (keyof typeof builds)[])("%s holds the bytes of a fresh build", async (file) => {
  expect(await generate(file) === readFileSync(new URL(file, import.meta.url), "utf8"), "stale: run npm run build:wasm").toBe(true);
}, 60_000);

describe.each([["simd", simd], ["relaxedSimd", relaxedSimd]] as const)("%s", (feature, base64) => {
  const bytes = bytesOf(base64);

  test("the module takes at most 60 kB gzipped", () => expect(gzipSync(bytes).length).toBeLessThanOrEqual(60_000));

  test("the engine takes it where the probe says so", () => expect(WebAssembly.validate(bytes)).toBe(hasFeature(feature)));
});

test("a module imports one memory and exports functions only", () => {
  const module = new WebAssembly.Module(bytesOf(hasFeature("relaxedSimd") ? relaxedSimd : simd));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  expect(new Set(WebAssembly.Module.exports(module).map(({ kind }) => kind))).toEqual(new Set(["function"]));
});
