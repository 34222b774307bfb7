import { expect, test } from "vitest";
import { slotCount } from "../team/control.js";

/** What the program in inside-worker.test-support.ts answers. */
async function ask(question: "results" | "farewell" | "killed"): Promise<unknown> {
  const worker = new Worker(new URL("./inside-worker.test-support.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message || "the worker's script could not be loaded"));
      worker.postMessage(question);
    });
  } finally {
    worker.terminate();
  }
}

test("inside a module worker two threads work, reads may be synchronous, and ten rings full of commands are done", async () => {
  expect(await ask("results")).toEqual({ threads: 2, runsOn: "web workers", syncRead: true, value: 7, counts: [5 * slotCount, 10 * slotCount] });
});

test("dispose() resolves when the workers have had time to end: where their own worker is terminated earlier, Chromium keeps their threads for good", async () => {
  expect(await ask("farewell")).toEqual(["time to end", "time to end", "disposed"]);
});

test("workers killed while they compute: a synchronous read ends with an error", async () => {
  expect(await ask("killed")).toMatch(/^BackendError: worker-threads: no progress for 0.4 s in \w+, a worker may have died/);
});
