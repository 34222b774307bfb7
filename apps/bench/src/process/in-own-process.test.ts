import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { pointwise } from "../rows/operation-row.js";
import { Ended, NotInstalled, type Remote, type Subject, Unsupported } from "../subject.js";
import type { Workload } from "../workload.js";
import { inOwnProcess } from "./in-own-process.js";

const fake = fileURLToPath(new URL("fake-subject.test-support.mjs", import.meta.url));
const relu: Workload = { kind: "operation", operation: "relu", geometry: pointwise, inputs: [{ shape: [2], data: new Float32Array([9, 3, 0.25]).subarray(1) }] };   // a view

let subject: Subject<Remote> | null = null;
afterEach(async () => {
  await subject?.dispose();
  subject = null;
  vi.unstubAllEnvs();
});

async function open(how = ""): Promise<Subject<Remote>> {
  vi.stubEnv("FAKE_SUBJECT", how);
  return (subject = await inOwnProcess({ name: "fake" }, fake).open());
}

test("its facts, a turn that it timed itself, and numbers that went there and back", async () => {
  expect(await open()).toMatchObject({ name: "fake", threads: 2, version: "9.9", column: "fake" });
  const prepared = (await subject!.prepare(relu))!;
  expect([await prepared.turn(3, false), await prepared.turn(3, true)]).toEqual([3, 3.5]);
  expect(await prepared.results()).toEqual({ output: Float32Array.of(3, 0.25) });
  prepared.dispose();
  expect(await subject!.prepare({ kind: "startUp" })).toBe(null);
});

test("what is not installed, and what it has no kernel for, are known by their class", async () => {
  await expect(open("is not installed")).rejects.toThrow(new NotInstalled("not installed here"));
  const { prepare } = await open("cannot");
  await expect(prepare(relu)).rejects.toSatisfy((error) => error instanceof Unsupported && error.message === "no kernel");
});

test("what cannot be sent is refused, and answers still come to whom they are for", async () => {
  const { prepare } = await open();
  await expect(prepare({ ...relu, about: () => {} } as Workload)).rejects.toThrow("could not be cloned");
  expect(await (await prepare(relu))!.turn(2, false)).toBe(2);
});

test("a process that hangs while it opens is ended with its signal", async () => {
  vi.stubEnv("FAKE_SUBJECT", "never opens");
  const waiting = new AbortController(), opening = inOwnProcess({ name: "fake" }, fake).open(waiting.signal);
  waiting.abort();
  await expect(opening).rejects.toThrow(new Ended("its process ended with SIGKILL"));
});

test("one that is stuck when this process exits goes along", async () => {
  const { prepare } = await open("hangs");
  const stuck = (await prepare(relu))!.turn(1, false), [onExit] = process.listeners("exit").slice(-1);
  (onExit as () => void)();
  await expect(stuck).rejects.toThrow("its process ended with SIGKILL");
});

test("a process that ends rejects what was asked, and all that is asked later", async () => {
  await expect(open("dies at once")).rejects.toThrow("its process ended with code 7");
  const { turn, results } = (await (await open("dies")).prepare(relu))!;
  await expect(turn(1, false)).rejects.toThrow("its process ended with code 3");
  await expect(results()).rejects.toThrow("its process ended with code 3");
});

test("one that hangs in a call that never returns can be ended", async () => {
  const { prepare, dispose } = await open("hangs");
  const stuck = (await prepare(relu))!.turn(1, false);
  await dispose();
  await expect(stuck).rejects.toThrow("its process ended with SIGKILL");
});
