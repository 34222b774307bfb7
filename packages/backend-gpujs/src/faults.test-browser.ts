import { BackendError, DisposedError, tensor, tidy, useBackend } from "@convoke/core";
import { dense } from "@convoke/core/backend";
import { loadStateDict, stateDict } from "@convoke/nn";
import { describe, expect, test, vi } from "vitest";
import { gpujs } from "./index.js";
import { loadLibrary } from "./library.js";
import { loseContext } from "./lose-context.test-support.js";
import { smallCnn } from "./small-cnn.test-support.js";

const line = dense([3]);
const lost = (name: string): string => `gpujs: ${name} failed, the WebGL context was lost and its tensors with it\nhint: make a new backend with await gpujs() and load the weights again`;

describe.each(["webgl2", "webgl"] as const)("%s", (mode) => {
  test("context lost while idle: every call says so, free and dispose stay quiet", async () => {
    const backend = await gpujs({ mode });
    const storage = backend.write(new Float32Array([1, 2, 3]), "float32");
    loseContext();
    expect(() => backend.unary("neg", { storage, layout: line })).toThrow(lost("neg"));
    expect(() => backend.write(new Float32Array(1), "float32")).toThrow(lost("write"));
    expect(() => backend.readSync!(storage)).toThrow(lost("read"));
    await expect(backend.read(storage)).rejects.toThrow(lost("read"));
    await expect(backend.flush()).rejects.toThrow(lost("flush"));
    backend.free(storage);
    await backend.dispose();
  });

  test("context lost during a read: it rejects", async () => {
    const backend = await gpujs({ mode });
    const size = 128;
    const view = (storage: ReturnType<typeof backend.fill>) => ({ storage, layout: dense([1, size, size]) });
    let product = backend.fill(size * size, 0.01, "float32");
    for (let i = 0; i < 4; i++) product = backend.matmul(view(product), view(product));
    const pending = backend.read(product);
    loseContext();
    // WebGL 1 has the data when `read` returns.
    if (mode === "webgl2") await expect(pending).rejects.toThrow(lost("read"));
    else expect((await pending)[0]).toBeGreaterThan(0);
    await expect(backend.read(product)).rejects.toThrow(BackendError);
    await backend.dispose();
  });

  test("context lost while readSync waits: it throws, and gives no zeros", async () => {
    const backend = await gpujs({ mode });
    const storage = backend.fill(3, 1, "float32");
    const prototype = mode === "webgl2" ? WebGL2RenderingContext.prototype : WebGLRenderingContext.prototype;
    const readPixels = vi.spyOn(prototype, "readPixels").mockImplementation(loseContext);
    expect(() => backend.readSync!(storage)).toThrow(lost("read"));
    readPixels.mockRestore();
    await backend.dispose();
  });

  test("context lost in training: the typed error, and training goes on elsewhere from the last weights", async () => {
    const batch = () => [tensor(Float32Array.from({ length: 256 }, (_, i) => (i % 7) / 7), { shape: [4, 1, 8, 8] }), tensor([1, 2, 3, 4], { dtype: "int32" })] as const;
    const first = await gpujs({ mode });
    const one = smallCnn(first, 8);
    const losses: number[] = [];
    for (let i = 0; i < 5; i++) losses.push(await stepOn(first, one));
    const weights = await Promise.all(Object.entries(stateDict(one.model)).map(async ([name, value]) => [name, { data: await value.data(), shape: value.shape }] as const));
    loseContext();
    await expect(stepOn(first, one)).rejects.toThrow(BackendError);
    await first.dispose();

    const second = await gpujs({ mode });
    const two = smallCnn(second, 8);
    loadStateDict(two.model, Object.fromEntries(weights.map(([name, { data, shape }]) => [name, tensor(data, { shape, backend: second })])));
    const next = await stepOn(second, two);
    expect(next).toBeLessThan(losses.at(-1)!);
    await second.dispose();

    function stepOn(backend: typeof first, { step }: typeof one): Promise<number> {
      using _ = useBackend(backend);
      return (async () => {
        const loss = tidy(() => step(...batch()));
        return loss.item();
      })();
    }
  });

  test("use after dispose", async () => {
    const backend = await gpujs({ mode });
    const storage = backend.fill(3, 1, "float32");
    await backend.dispose();
    await backend.dispose();
    const message = "gpujs: the backend was disposed";
    expect(() => backend.unary("neg", { storage, layout: line })).toThrow(new DisposedError(message));
    expect(() => backend.fill(1, 0, "float32")).toThrow(message);
    await expect(backend.read(storage)).rejects.toThrow(message);
    backend.free(storage);
  });

  test("use after free", async () => {
    const backend = await gpujs({ mode });
    const storage = backend.fill(3, 1, "float32");
    backend.free(storage);
    const message = "gpujs: float32 storage of 3 elements was used after it was freed";
    expect(() => backend.unary("neg", { storage, layout: line })).toThrow(new BackendError(message));
    expect(() => backend.free(storage)).toThrow(message);
    await expect(backend.read(storage)).rejects.toThrow(message);
    await backend.dispose();
  });

  test("a kernel that gpu.js would run on the CPU is an error", async () => {
    const backend = await gpujs({ mode });
    const storage = backend.fill(3, 1, "float32");
    const library = await loadLibrary();
    const kernelClass = (mode === "webgl2" ? library.WebGL2Kernel : library.WebGLKernel) as unknown as { lookupKernelValueType: () => unknown };
    const lookup = vi.spyOn(kernelClass, "lookupKernelValueType").mockReturnValue(null);
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    expect(() => backend.unary("exp", { storage, layout: line })).toThrow(/^gpujs: kernel exp would run on the CPU: argument "a" of type ArrayTexture\(1\) is not supported/);
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^Falling back to CPU/));
    lookup.mockRestore();
    warn.mockRestore();
    await backend.dispose();
  });
});
