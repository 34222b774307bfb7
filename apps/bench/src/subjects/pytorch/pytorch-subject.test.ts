import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { slidesCnnRow } from "../../rows/training.js";
import { pointwise } from "../../rows/operation-row.js";
import type { Prepared, Subject } from "../../subject.js";
import type { Workload } from "../../workload.js";
import { activeSettings, pytorchSubject } from "./pytorch-subject.js";

const fake = fileURLToPath(new URL("fake-pytorch.test-support.mjs", import.meta.url));
const matmul: Workload = {
  kind: "operation", operation: "matmul", geometry: pointwise,
  inputs: [{ shape: [1, 1], data: Float32Array.of(2) }, { shape: [1, 2], data: new Float32Array([9, 9, 3, 0.25]).subarray(2) }],      // a view into a larger buffer
};

let subject: Subject<Prepared> | null = null;
afterEach(async () => {
  await subject?.dispose();
  vi.unstubAllEnvs();
});

async function open(how = "", threads = 1): Promise<Subject<Prepared>> {
  vi.stubEnv("FAKE_PYTORCH", how);
  return (subject = await pytorchSubject(threads, ["/nowhere/python3", process.execPath], fake).open());
}

test("the first interpreter with PyTorch is taken, limited to its threads, and what else is set is said", async () => {
  vi.stubEnv("OPENBLAS_CORETYPE", "Haswell");
  expect(await open("", 2)).toMatchObject({ name: "PyTorch ×2", threads: 2, version: "PyTorch 9.9, threads 2 2 2, OPENBLAS_CORETYPE=Haswell" });
});

test("numbers go there and back, and the time is the one that the process measured", async () => {
  const prepared = (await (await open()).prepare(matmul))!;
  expect(await prepared.run(3)).toBe(37.5);
  expect(await prepared.results()).toEqual({ output: Float32Array.of(3, 0.25) });
  prepared.dispose();
});

test("a training step goes there with all its weights", async () => {
  const workload = slidesCnnRow.workload();
  const prepared = (await (await open()).prepare(workload))!;
  await prepared.run(3);
  const { loss, ...weights } = await prepared.results();
  expect(loss).toEqual(Float32Array.of(workload.lr));
  expect(Object.keys(weights)).toEqual(Object.keys(workload.state));
  for (const [key, { data }] of Object.entries(workload.state)) expect(Buffer.from(weights[key]!.buffer).equals(Buffer.from(data.buffer)), key).toBe(true);
});

test.each([
  ["fails", "RuntimeError: bad shape"],
  ["dies", /^\/.* ended with code 3: MemoryError$/],
  ["babbles", 'expected a line of JSON, got "Warning: slow"'],
])("a process that %s rejects the run", async (how, message) => {
  const prepared = (await (await open(how)).prepare(matmul))!;
  await expect(prepared.run(3)).rejects.toThrow(message);
});

test("Python without PyTorch counts as not installed", async () => {
  vi.stubEnv("FAKE_PYTORCH", "no torch");
  await expect(pytorchSubject(1, [process.execPath], fake).open()).rejects.toThrow(/^not installed in /);
});

test("PYTHON names the interpreter", async () => {
  vi.stubEnv("PYTHON", "/nowhere/else");
  await expect(pytorchSubject(1, [process.execPath], fake).open()).rejects.toThrow("not installed in /nowhere/else (PYTHON names another)");
});

test("threads that we set ourselves are no news", () => {
  expect(activeSettings({ OMP_NUM_THREADS: "1", OPENBLAS_CORETYPE: "Zen", GOMP_SPINCOUNT: "0", PATH: "/bin" })).toEqual(["OPENBLAS_CORETYPE=Zen", "GOMP_SPINCOUNT=0"]);
});
