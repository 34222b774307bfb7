import { BackendUnavailableError, dense } from "@convoke/core/backend";
import { describe, expect, test } from "vitest";
import { gpujs, type GpuMode } from "./index.js";
import { loadLibrary, type GpuLibrary } from "./library.js";

const noGl = "webgl2: no WebGL 2 context; webgl: no WebGL context; headlessgl: no headless WebGL context, it takes the package gl with its native binding, and a display";

describe("a mode", () => {
  test("that nobody asks for is the first that works, and info says why", async () => {
    const backend = await gpujs();
    expect(backend.info()).toEqual({
      name: "gpujs", mode: "webasm", reason: noGl, renderer: "WebAssembly with SIMD in the calling thread", software: true, maxElements: 2 ** 24, storages: 0, kernels: 1,
    });
    await backend.dispose();
  });

  test.each<[GpuMode, string]>([["cpu", "JavaScript in the calling thread"], ["webasm", "WebAssembly with SIMD in the calling thread"]])("%s runs when asked for", async (mode, renderer) => {
    const backend = await gpujs({ mode });
    expect(backend.info()).toMatchObject({ mode, renderer, reason: "asked for" });
    await backend.dispose();
  });

  test.each([
    ["webgl2", "no WebGL 2 context"], ["webgl", "no WebGL context"], ["headlessgl", "no headless WebGL context, it takes the package gl with its native binding, and a display"],
    ["webgpu", "no such mode, expected one of webgl2, webgl, headlessgl, webasm, cpu"],
  ])("%s cannot run here", async (mode, lack) => {
    await expect(gpujs({ mode: mode as GpuMode })).rejects.toThrow(new BackendUnavailableError(`gpujs: mode ${mode} cannot run here: ${lack}`));
  });

  test("whose GPU has no float textures cannot run", async () => {
    const library = await loadLibrary();
    const half = (features: object) => ({ ...library, WebGL2Kernel: { isSupported: true, features } });
    await expect(gpujs({ mode: "webgl2", library: half({ isTextureFloat: false }) })).rejects.toThrow("gpujs: mode webgl2 cannot run here: no float32 textures (OES_texture_float)");
    await expect(gpujs({ mode: "webgl2", library: half({ isTextureFloat: true, isFloatRead: false }) })).rejects.toThrow("no float32 render targets (EXT_color_buffer_float)");
  });

  test("that computes nonsense is refused", async () => {
    const library = await loadLibrary();
    class Broken extends library.GPU {
      override createKernel(...args: Parameters<InstanceType<GpuLibrary["GPU"]>["createKernel"]>) {
        const kernel = super.createKernel(...args);
        return Object.assign((...values: Parameters<typeof kernel>) => (kernel(...values) as Float32Array).fill(0), { kernel: kernel.kernel }) as unknown as typeof kernel;
      }
    }
    await expect(gpujs({ mode: "cpu", library: { ...library, GPU: Broken } })).rejects.toThrow(/^gpujs: mode cpu cannot run here: a kernel that negates 1.5, -2, .* gives 0, 0, 0$/);
  });
});

describe("the package gpu.js", () => {
  test("is named when it is missing", async () => {
    const missing = () => Promise.reject(new Error("Cannot find package 'gpu.js'"));
    await expect(loadLibrary(missing)).rejects.toThrow(new BackendUnavailableError("gpujs: the package gpu.js is not installed", { hint: "npm install gpu.js@2.24" }).message);
    await expect(loadLibrary(missing)).rejects.toBeInstanceOf(BackendUnavailableError);
  });

  test("is refused when it is another version", async () => {
    await expect(gpujs({ library: { GPU: class {} } })).rejects.toThrow("gpujs: this version of the package gpu.js is not known, expected >=2.24.0 <3");
  });
});

describe("kernels", () => {
  test("that are thrown out leave gpu.js's list too", async () => {
    const library = await loadLibrary();
    const instances: InstanceType<GpuLibrary["GPU"]>[] = [];
    class Listed extends library.GPU {
      constructor(settings: { readonly mode: string }) {
        super(settings);
        instances.push(this);
      }
    }
    const backend = await gpujs({ mode: "cpu", library: { ...library, GPU: Listed }, maxKernels: 4, specializeAfter: 1 });
    const storage = backend.fill(40, 2, "float32");
    for (let size = 1; size <= 40; size++) {
      const half = backend.binary("mul", { storage, layout: dense([size]) }, 0.5);
      expect(backend.readSync!(half)).toEqual(new Float32Array(size).fill(1));
      backend.free(half);
    }
    expect(instances[0]!.kernels.length).toBeLessThanOrEqual(5);
    expect(backend.info().kernels).toBeLessThanOrEqual(5);
    await backend.dispose();
  });

  test("of one size take over after eight uses, with the same results", async () => {
    const backend = await gpujs({ mode: "cpu" });
    const storage = backend.write(Float32Array.from({ length: 12 }, (_, i) => i), "float32");
    const before = backend.info().kernels as number;
    const sums = Array.from({ length: 10 }, () => backend.readSync!(backend.reduce("sum", { storage, layout: dense([3, 4]) }, [1])));
    for (const sum of sums) expect([...sum]).toEqual([6, 22, 38]);
    expect(backend.info().kernels).toBe(before + 2);
    await backend.dispose();
  });

  test("make at most 2²⁴ elements", async () => {
    const backend = await gpujs({ mode: "cpu" });
    expect(() => backend.fill(2 ** 24 + 1, 0, "float32")).toThrow("gpujs: fill makes 16777217 elements, expected at most 16777216 (2²⁴): larger indices are not exact in float32");
    await backend.dispose();
  });
});
