import { expect, test } from "vitest";
import { backendRows } from "./backend-rows.js";

test("threads, and where they run", () => {
  expect(backendRows({ name: "cpu", threads: 1 })).toEqual([["backend", "cpu, 1 thread"]]);
  expect(backendRows({ name: "worker-threads", threads: 2, runsOn: "node:worker_threads" })).toEqual([["backend", "worker-threads, 2 threads (node:worker_threads)"]]);
});

test("a GPU by its name; without one a word that helps", () => {
  expect(backendRows({ name: "gpujs", mode: "webgl2", renderer: "Radeon", software: false })).toEqual([["backend", "gpujs, mode webgl2: Radeon"]]);
  expect(backendRows({ name: "gpujs", mode: "webasm", renderer: "WebAssembly", software: true })).toEqual([
    ["backend", "gpujs, mode webasm: WebAssembly"],
    ["", "no GPU was found; --backend worker-threads is faster here"],
  ]);
});
