import { cpu } from "@convoke/backend-cpu";
import type { Backend } from "@convoke/core";
import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";

const choice = Symbol.for("convoke.choice");

const clear = (): void => {
  delete (globalThis as { [choice]?: unknown })[choice];
  vi.resetModules();
};

beforeEach(clear);

/** Stands for an entry that does not exist yet. */
const other = (): Backend => ({ ...cpu(), name: "worker-threads", info: () => ({ name: "worker-threads", threads: 2 }) });

test("convoke/cpu pins cpu and says so", async () => {
  const { backend, currentBackend, tensor } = await import("./cpu.js");
  expect(currentBackend()).toBe(backend);
  expect(backend.info()).toEqual({ name: "cpu", threads: 1, reason: 'pinned by the import of "convoke/cpu"' });
  expect(await tensor([1, 2]).add(1).toArray()).toEqual([2, 3]);
});

test("convoke/worker-threads pins worker-threads and says so", async () => {
  const { backend, currentBackend, tensor } = await import("./worker-threads.js");
  expect(currentBackend()).toBe(backend);
  expect(backend.info()).toMatchObject({ name: "worker-threads", runsOn: "node:worker_threads", reason: 'pinned by the import of "convoke/worker-threads"' });
  expect(await tensor([1, 2]).add(1).toArray()).toEqual([2, 3]);
});

test("convoke/gpujs pins gpujs and says so", async () => {
  const { backend, currentBackend, tensor } = await import("./gpujs.js");
  expect(currentBackend()).toBe(backend);
  expect(backend.info()).toMatchObject({ name: "gpujs", mode: "webasm", reason: expect.stringMatching(/^pinned by the import of "convoke\/gpujs"; webgl2: ./) });
  expect(await tensor([1, 2]).add(1).toArray()).toEqual([2, 3]);
  await backend.dispose();
});

test("plain convoke picks worker-threads and says why", async () => {
  const { backend, currentBackend } = await import("./index.js");
  expect(currentBackend()).toBe(backend);
  expect(backend.info()).toMatchObject({ name: "worker-threads", reason: expect.stringMatching(/^picked by "convoke": ./) });
});

test("plain convoke picks cpu where there is no WebAssembly, and says why", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  const { backend } = await import("./index.js");
  vi.unstubAllGlobals();
  expect(backend.info()).toMatchObject({ name: "cpu", reason: expect.stringMatching(/^picked by "convoke": cpu runs everywhere; .*lacks the WebAssembly feature/) });
});

test("every entry exports the same names: core, the namespaces, the backend and its factory", async () => {
  const core = await import("@convoke/core");
  const names = (...factories: string[]): string[] => [...Object.keys(core), "backend", "data", "formats", "inspect", "models", "nn", "optim", "plot", ...factories].toSorted();
  expect(Object.keys(await import("./cpu.js")).toSorted()).toEqual(names("cpu"));
  expect(Object.keys(await import("./index.js")).toSorted()).toEqual(names("cpu", "workerThreads"));
  clear();
  expect(Object.keys(await import("./gpujs.js")).toSorted()).toEqual(names("gpujs"));
  clear();
  expect(Object.keys(await import("./worker-threads.js")).toSorted()).toEqual(names("workerThreads"));
});

test("a second, different pin throws and says how to hold two", async () => {
  const { backend, BackendMismatchError, currentBackend } = await import("./cpu.js");
  const { pin } = await import("./choose-backend.js");
  const create = vi.fn<() => Backend>(other);
  let error: unknown;
  try {
    pin("worker-threads", create);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(BackendMismatchError);
  expect((error as Error).message).toBe(
    'convoke/worker-threads: a program has one default backend, expected cpu as chosen by the import of "convoke/cpu", got worker-threads\n' +
    'hint: import one entry everywhere; to hold two backends, take the factory from "@convoke/backend-worker-threads": ' +
    "useBackend(workerThreads()), or { backend: workerThreads() } where a tensor is created",
  );
  expect(create).not.toHaveBeenCalled();
  expect(currentBackend()).toBe(backend);
});

test("plain convoke next to a pin takes the pin, whichever comes first", async () => {
  const pinned = await import("./cpu.js");
  expect((await import("./index.js")).backend).toBe(pinned.backend);
  clear();
  const picked = await import("./index.js");
  expect((await import("./worker-threads.js")).backend).toBe(picked.backend);
});

test("plain convoke does not pick where another backend is pinned", async () => {
  const { pin } = await import("./choose-backend.js");
  const pinned = pin("worker-threads", other);
  expect((await import("./index.js")).backend).toBe(pinned);
});

test("a pin after plain convoke picked another backend throws", async () => {
  const { pick } = await import("./choose-backend.js");
  await pick(async () => ({ backend: other(), reason: "this machine has threads" }));
  await expect(import("./cpu.js")).rejects.toThrow('expected worker-threads as chosen by the import of "convoke", got cpu');
});

test("what is pinned while another backend is being made wins, and the other one is disposed of", async () => {
  const { pick, pin, pinAsync } = await import("./choose-backend.js");
  const late = { ...other(), dispose: vi.fn<() => Promise<void>>(async () => {}) };
  const picking = pick(async () => ({ backend: late, reason: "it takes time" }));
  const pinning = pinAsync("worker-threads", async () => late);
  const pinned = pin("cpu", cpu);
  expect(await picking).toBe(pinned);
  await expect(pinning).rejects.toThrow('convoke/worker-threads: a program has one default backend, expected cpu as chosen by the import of "convoke/cpu"');
  expect(late.dispose).toHaveBeenCalledTimes(2);
});

test("a second copy of the package shares the backend, and a different pin there throws", async () => {
  const first = await import("./cpu.js");
  vi.resetModules();
  const second = await import("./cpu.js");
  expect(second.tensor).not.toBe(first.tensor);
  expect(second.backend).toBe(first.backend);
  expect(second.currentBackend()).toBe(first.backend);
  const { pin } = await import("./choose-backend.js");
  expect(() => pin("worker-threads", other)).toThrow(second.BackendMismatchError);
});

test("a later import does not undo setBackend", async () => {
  const { currentBackend, setBackend } = await import("./cpu.js");
  const mine = cpu();
  setBackend(mine);
  await import("./index.js");
  expect(currentBackend()).toBe(mine);
});

test("package.json lists the entry files, and no others, as files with side effects", () => {
  const { exports: entries, sideEffects } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly sideEffects: readonly string[];
  };
  const files = Object.values(entries).flatMap((entry) => [entry["default"], entry["@convoke/source"]]);
  expect(files.length).toBeGreaterThanOrEqual(4);
  expect([...sideEffects].toSorted()).toEqual(files.toSorted());
});
