import { rand, randint, relu, tensor, tidy, useBackend } from "@convoke/core";
import { dense, sliceLayout, type Backend } from "@convoke/core/backend";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { watchGl, type GlCalls } from "./gl-calls.test-support.js";
import { gpujs, type GpuStorage } from "./index.js";
import { loadLibrary } from "./library.js";
import { smallCnn } from "./small-cnn.test-support.js";

const view = (storage: GpuStorage, shape: readonly number[]) => ({ storage, layout: dense(shape) });
const numbers = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => (i % 17) - 8);

describe.each(["webgl2", "webgl"] as const)("%s", (mode) => {
  let gl: GlCalls;
  let backend: Backend<GpuStorage>;
  beforeEach(async () => {
    gl = watchGl();
    backend = await gpujs({ mode });
  });
  afterEach(async () => {
    await backend.dispose();
    gl.restore();
  });

  test("every kernel is of the mode's class, compiles with highp, and info says what runs", async () => {
    const library = await loadLibrary();
    const made = vi.spyOn(library.GPU.prototype as { createKernel: (...args: unknown[]) => { kernel: { constructor: unknown } } }, "createKernel");
    gl.reset();
    const { model, step } = smallCnn(backend, 8);
    const [images, labels] = [rand([4, 1, 8, 8], { backend }), randint(0, 10, [4], { backend })];
    for (let i = 0; i < 10; i++) step(images, labels).dispose();
    const kernels = made.mock.results.map(({ value }) => (value as { kernel: { constructor: unknown } }).kernel.constructor);
    expect(kernels.length).toBeGreaterThan(20);
    expect(new Set(kernels)).toEqual(new Set([mode === "webgl2" ? library.WebGL2Kernel : library.WebGLKernel]));
    expect(gl.shaders).toHaveLength(kernels.length);
    for (const shader of gl.shaders) {
      expect(shader).toContain("precision highp float;");
      expect(shader).not.toMatch(/lowp|mediump/);
    }
    expect(model.forward(images).shape).toEqual([4, 10]);
    expect(backend.info()).toMatchObject({ name: "gpujs", mode, reason: "asked for", renderer: expect.stringMatching(/SwiftShader/), software: true, maxElements: 2 ** 24 });
    made.mockRestore();
  });

  test("what is freed is used again: the second round makes no texture", async () => {
    const round = async (): Promise<void> => {
      const a = backend.write(numbers(35), "float32");
      const b = backend.unary("exp", view(a, [35]));
      const early = backend.read(a);
      const c = backend.binary("add", view(a, [5, 7]), view(b, [5, 7]), a);
      const d = backend.updateSlice(b, sliceLayout(dense([5, 7]), 1, 2, 3), { storage: c, layout: sliceLayout(dense([5, 7]), 1, 0, 3) });
      const e = backend.reduce("sum", view(d, [5, 7]), [0]);
      const late = backend.read(e);
      for (const storage of [c, d, e]) backend.free(storage);
      expect([...(await early)]).toEqual([...numbers(35)]);
      expect((await late).length).toBe(7);
    };
    for (let i = 0; i < 9; i++) await round();   // kernels for one size come after 8 uses
    const { textures } = gl;
    const { storages } = backend.info();
    for (let i = 0; i < 5; i++) await round();
    expect(gl.textures).toBe(textures);
    expect(backend.info().storages).toBe(storages);
    expect(storages).toBe(0);
  });

  test("a kernel whose size changes leaves no texture of the size before", async () => {
    const general = await gpujs({ mode, specializeAfter: Infinity });
    const x = general.write(numbers(40), "float32");
    const round = (): void => [40, 20, 30].forEach((size) => general.free(general.unary("neg", view(x, [size]))));
    for (let i = 0; i < 3; i++) round();
    const { textures } = gl;
    for (let i = 0; i < 10; i++) round();
    expect(gl.textures).toBe(textures);
    await general.dispose();
  });

  test("200 training steps leave nothing; a step reads nothing back and uploads its batch only", async () => {
    using _ = useBackend(backend);
    const { step } = smallCnn(backend, 8);
    const images = numbers(4 * 64), labels = Int32Array.from([3, 1, 4, 1]);
    const onBatch = (): void => tidy(() => void step(tensor(images, { shape: [4, 1, 8, 8] }), tensor(labels)));
    for (let i = 0; i < 20; i++) onBatch();
    const before = { textures: gl.textures, ...backend.info() };
    gl.reset();
    for (let i = 0; i < 180; i++) onBatch();
    expect({ textures: gl.textures, ...backend.info() }).toEqual(before);
    expect(gl.reads).toBe(0);
    expect(gl.uploads).toHaveLength(2 * 180);
    expect(gl.uploads.reduce((sum, size) => sum + size, 0)).toBe(180 * (4 * 64 + 4));
  });

  test("flush waits for what is enqueued", async () => {
    const a = backend.fill(64 * 64, 0.5, "float32");
    const b = backend.matmul(view(a, [1, 64, 64]), view(a, [1, 64, 64]));
    await backend.flush();
    expect(backend.readSync!(b)[0]).toBe(16);
    await backend.flush();
  });

  test("kernels that are thrown out leave their results alone", async () => {
    const small = await gpujs({ mode, maxKernels: 3, specializeAfter: 1 });
    const x = small.write(numbers(40), "float32");
    const kept = Array.from({ length: 12 }, (_, i) => small.binary("add", view(x, [40 - i]), i));
    expect(small.info().kernels).toBeLessThanOrEqual(3);
    for (const [i, storage] of kept.entries()) expect([...(await small.read(storage))]).toEqual([...numbers(40 - i)].map((value) => value + i));
    for (const storage of [x, ...kept]) small.free(storage);
    expect(small.info().storages).toBe(0);
    await small.dispose();
  });

  test("more than 2²⁴ elements are refused", () => {
    expect(() => backend.fill(2 ** 24 + 1, 0, "float32")).toThrow("gpujs: fill makes 16777217 elements, expected at most 16777216 (2²⁴): larger indices are not exact in float32");
  });

  test("ops of core go through it", async () => {
    using _ = useBackend(backend);
    expect(await relu(tensor([1, -2, 3])).toArray()).toEqual([1, 0, 3]);
  });
});

test("webgl2: indices are exact up to 2²⁴ elements", async () => {
  const backend = await gpujs({ mode: "webgl2" });
  const [rows, columns] = [3001, 5590];   // 16,775,590: odd divisors
  const x = backend.write(Float32Array.from({ length: rows * columns }, (_, i) => i), "float32");
  const turned = backend.copy({ storage: x, layout: { shape: [columns, rows], strides: [1, columns], offset: 0 } }, "float32");
  const data = await backend.read(turned);
  let wrong = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== (i % rows) * columns + Math.floor(i / rows)) wrong++;
  expect(wrong).toBe(0);
  await backend.dispose();
});

test("webasm: two backends with many kernels for many sizes stay within the WebAssembly memories of a page", async () => {
  const backends = await Promise.all([1, Infinity].map((specializeAfter) => gpujs({ mode: "webasm", specializeAfter })));
  const ops = ["neg", "abs", "sign", "floor", "ceil", "exp", "log", "sqrt", "tanh", "sigmoid"] as const;
  for (let size = 1; size <= 20; size++) {
    for (const backend of backends) {
      const storage = backend.write(numbers(size), "float32");
      const results = ops.map((op) => backend.unary(op, view(storage, [size])));
      expect([...(await backend.read(results[0]!))]).toEqual(Array.from(numbers(size), (value) => -value));
      for (const each of [storage, ...results]) backend.free(each);
    }
  }
  for (const backend of backends) await backend.dispose();
});
