import { BackendError, defineBackend, dense, DisposedError, derivedKernelNames, uniformNumbers } from "@convoke/core/backend";
import { expect, test } from "vitest";
import { cpu } from "./cpu.js";

const numbers = (...values: number[]): Float32Array => new Float32Array(values);
const line = dense([2]);

test("write copies, read copies, and what a read issued stays what it was", async () => {
  const backend = cpu();
  const host = numbers(1, 2);
  const storage = backend.write(host, "float32");
  host[0] = 9;
  const pending = backend.read(storage);
  backend.unary("neg", { storage, layout: line }, storage);
  const later = backend.read(storage);
  backend.free(storage);
  const reused = backend.fill(2, 7, "float32");
  expect(await pending).toEqual(numbers(1, 2));
  expect(await later).toEqual(numbers(-1, -2));
  const copy = backend.readSync!(reused);
  copy[0] = 5;
  expect(backend.readSync!(reused)).toEqual(numbers(7, 7));
});

test("write casts to the dtype it is given", () => {
  const backend = cpu();
  expect(backend.write(new Float64Array([1.7, -1.7]), "int32").data).toEqual(new Int32Array([1, -1]));
  expect(backend.write(new Uint8Array([0, 3]), "bool").data).toEqual(new Uint8Array([0, 1]));
  expect(backend.write(new Uint8Array([0, 255]), "float32").data).toEqual(numbers(0, 255));
});

test("freed arrays come back for results of the same dtype and size only", () => {
  const backend = cpu();
  const first = backend.fill(6, 1, "float32");
  const { data } = first;
  backend.free(first);
  expect(backend.fill(5, 0, "float32").data).not.toBe(data);
  expect(backend.fill(6, 0, "int32").data).not.toBe(data);
  expect(backend.fill(6, 0, "float32").data).toBe(data);
  expect(backend.fill(6, 0, "float32").data).not.toBe(data);
  expect(cpu().fill(6, 0, "float32").data).not.toBe(data);
});

test("freed storage is refused everywhere", async () => {
  const backend = cpu();
  const storage = backend.fill(2, 1, "float32");
  const alive = { storage: backend.fill(2, 1, "float32"), layout: line };
  backend.free(storage);
  const dead = { storage, layout: line };
  const message = "cpu: float32 storage of 2 elements was used after it was freed";
  for (const use of [
    () => backend.readSync!(storage),
    () => backend.free(storage),
    () => backend.unary("exp", dead),
    () => backend.unary("exp", alive, storage),
    () => backend.binary("add", alive, dead),
    () => backend.where(alive, alive, dead),
    () => backend.copy(dead, "int32"),
    () => backend.updateSlice(storage, line, alive),
    () => backend.reduce("sum", dead, [0]),
    () => backend.concat([alive, dead], 0),
    () => backend.linear({ storage: alive.storage, layout: dense([1, 2]) }, { storage: alive.storage, layout: dense([1, 2]) }, { bias: storage }),
  ]) expect(use).toThrow(new BackendError(message));
  await expect(backend.read(storage)).rejects.toThrow(message);
});

test("a disposed backend refuses everything but free and dispose", async () => {
  const backend = cpu();
  const storage = backend.fill(2, 1, "float32");
  const pending = backend.read(storage);
  await backend.dispose();
  expect(await pending).toEqual(numbers(1, 1));
  const refusal = new DisposedError("cpu: the backend was disposed");
  expect(() => backend.fill(1, 0, "float32")).toThrow(refusal);
  expect(() => backend.write(numbers(1), "float32")).toThrow(refusal);
  expect(() => backend.readSync!(storage)).toThrow(refusal);
  expect(() => backend.unary("neg", { storage, layout: line }, storage)).toThrow(refusal);
  await expect(backend.read(storage)).rejects.toThrow(refusal);
  await expect(backend.flush()).rejects.toThrow(refusal);
  expect(() => backend.free(storage)).not.toThrow();
  await expect(backend.dispose()).resolves.toBeUndefined();
});

test("running out of memory says how much was asked for", () => {
  expect(() => cpu().fill(2 ** 40, 0, "float64")).toThrow(new BackendError(`cpu: out of memory, float64 storage of ${2 ** 40} elements needs ${2 ** 23} MB`));
});

test("uniform gives core's bits", () => {
  const backend = cpu();
  expect(backend.readSync!(backend.uniform(9, [1, 2], 3))).toEqual(uniformNumbers(9, [1, 2], 3));
});

test("the derived kernels of core give what these overrides give", () => {
  const backend = cpu();
  const stripped = defineBackend(Object.fromEntries(Object.entries(cpu()).filter(([name]) => !derivedKernelNames.some((derived) => derived === name))) as typeof backend);
  const g = {
    batch: 2, inChannels: 4, inHeight: 5, inWidth: 6, outChannels: 6, outHeight: 3, outWidth: 4, kernelHeight: 3, kernelWidth: 2, strideHeight: 2, strideWidth: 2,
    dilationHeight: 1, dilationWidth: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1, groups: 2,
  };
  const [input, weight, gradOutput] = [240, 72, 144].map((size) => Float64Array.from({ length: size }, (_, i) => ((i * 7919) % 11) - 5));
  const run = (on: typeof backend): unknown[] => {
    const [x, w, y] = [input!, weight!, gradOutput!].map((values) => on.write(values, "float64"));
    return [on.conv2d(x!, w!, g), on.conv2dGradInput(y!, w!, g), on.conv2dGradWeight(y!, x!, g)].map((storage) => [...on.readSync!(storage)].map((value) => value + 0));
  };
  expect(run(stripped)).toEqual(run(backend));
});
