import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { generate } from "../../build.mjs";
import { moduleBytes } from "../module-bytes.js";

test("the committed bytes are those of a fresh build", async () => {
  expect(await generate() === readFileSync(new URL("simd.ts", import.meta.url), "utf8"), "stale: run npm run build:wasm").toBe(true);
}, 60_000);

test("the module takes at most 60 kB gzipped", () => expect(gzipSync(moduleBytes(true)).length).toBeLessThanOrEqual(60_000));

test("the module imports one memory and exports functions only", () => {
  const module = new WebAssembly.Module(moduleBytes(true));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  expect(new Set(WebAssembly.Module.exports(module).map(({ kind }) => kind))).toEqual(new Set(["function"]));
});
