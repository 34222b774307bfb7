import { BackendUnavailableError } from "@convoke/core/backend";
import { afterEach, expect, test, vi } from "vitest";
import { Arena } from "./arena.test-support.js";
import { compile, compileAsync, instantiate, kernelNames } from "./kernels.js";
import { hasFeature } from "./features.js";
import { unary } from "./plans/elementwise.js";
import { matmul, matmulWorkspace, type Matrices } from "./plans/matmul.js";
import { integers, seeded } from "./random.test-support.js";

afterEach(() => vi.restoreAllMocks());

test.each([true, false])("every kernel is there, over a memory with shared: %s", (shared) => {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 4, shared });
  expect(Object.keys(instantiate(memory)).sort()).toEqual([...kernelNames].sort());
});

test("a plain memory may grow", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const kernels = instantiate(memory);
  memory.grow(1);
  const step = unary("neg", { pointer: 65_536, layout: { shape: [5], strides: [1], offset: 0 } }, 65_600);
  new Float32Array(memory.buffer, 65_536, 5).set([1, 2, 3, 4, 5]);
  new Int32Array(memory.buffer, 1024).set(step.block);
  kernels.unary(1024, 0, 1, 8192);
  expect([...new Float32Array(memory.buffer, 65_600, 5)]).toEqual([-1, -2, -3, -4, -5]);
});

test("instantiating writes nothing to the memory", () => {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
  const bytes = new Uint8Array(memory.buffer).fill(0xa5);
  instantiate(memory);
  expect(bytes.every((byte) => byte === 0xa5)).toBe(true);
});

test("two instances of one module over one shared memory each do half of the work, with the bits of one alone", () => {
  const sizes = { batch: 1, rows: 70, columns: 40, depth: 300 };
  const [a, b] = [integers(seeded(1), 70 * 300).map((value) => value / 3), integers(seeded(2), 300 * 40).map((value) => value / 7)];
  const results = [false, true].map((isShared) => {
    const arena = new Arena(isShared);
    const left: Matrices = { pointer: arena.floats(a!), strides: [0, 300, 1] }, right: Matrices = { pointer: arena.floats(b!), strides: [0, 40, 1] };
    const output = arena.bytes(4 * 70 * 40), workspace = arena.bytes(matmulWorkspace(left, sizes));
    const steps = matmul(left, right, output, workspace, sizes);
    if (!isShared) arena.run(steps);
    else {
      const threads = [instantiate(arena.memory, arena.module), instantiate(arena.memory, arena.module)];
      for (const { kernel, block, units, scratchBytes } of steps) {
        const at = arena.bytes(4 * block.length);
        new Int32Array(arena.memory.buffer, at).set(block);
        const middle = Math.floor(units / 2);
        threads[0]![kernel](at, 0, middle, arena.bytes(scratchBytes));
        threads[1]![kernel](at, middle, units, arena.bytes(scratchBytes));
      }
    }
    return new Int32Array(arena.readFloats(output, 70 * 40).buffer);
  });
  expect(results[1]).toEqual(results[0]);
});

test("pointers beyond 2 GiB", () => {
  const memory = new WebAssembly.Memory({ initial: 40_000, maximum: 40_000 }), kernels = instantiate(memory);
  const at = 2 ** 31 + 4096;
  const step = unary("abs", { pointer: at, layout: { shape: [3, 2], strides: [1, 3], offset: 0 } }, at + 64);
  new Float32Array(memory.buffer, at, 6).set([-1, -2, -3, -4, -5, -6]);
  new Int32Array(memory.buffer, at + 128, step.block.length).set(step.block);
  kernels.unary(at + 128, 0, 1, at + 1024);
  expect([...new Float32Array(memory.buffer, at + 64, 6)]).toEqual([1, 4, 2, 5, 3, 6]);
});

test("features are found", () => {
  const hasRelaxedSimd = Number(process.versions.node.split(".")[0]) >= 22;
  expect([hasFeature("simd"), hasFeature("threads"), hasFeature("relaxedSimd")]).toEqual([true, true, hasRelaxedSimd]);
});

test.each([["simd", false, 0], ["threads", true, 1]] as const)("a missing %s is an error that names it", (feature, shared, rank) => {
  let asked = 0;
  vi.spyOn(WebAssembly, "validate").mockImplementation(() => asked++ < rank);
  let caught: unknown;
  try {
    compile(shared);
  } catch (error) {
    caught = error;
  }
  expect(BackendUnavailableError.isInstance(caught)).toBe(true);
  expect((caught as BackendUnavailableError).details).toEqual({ feature });
  expect((caught as BackendUnavailableError).message).toMatch(`instantiate: this engine lacks the WebAssembly feature ${feature}, `);
});

test("relaxed SIMD is an error where the engine lacks it, and a module with every kernel where it does not", async () => {
  if (hasFeature("relaxedSimd")) {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 4, shared: true });
    expect(Object.keys(instantiate(memory, await compileAsync(true, { relaxed: true }))).sort()).toEqual([...kernelNames].sort());
  }
  vi.spyOn(WebAssembly, "validate").mockImplementation((bytes) => (bytes as Uint8Array).length < 40);
  await expect(compileAsync(false, { relaxed: true })).rejects.toMatchObject({
    name: "BackendUnavailableError", details: { feature: "relaxedSimd" }, message: expect.stringMatching("lacks the WebAssembly feature relaxedSimd, expected Node 22") as string,
  });
});
