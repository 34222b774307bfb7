import { testBackend } from "@convoke/conformance/vitest";
import { expect, test } from "vitest";
import { bounds } from "./bounds.js";
import { workerThreads } from "./worker-threads.js";

const obstacle = "SharedArrayBuffer is missing: the page is not cross-origin isolated (Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)";

test("on a page that is not cross-origin isolated the calling thread does the work, and info says why", async () => {
  expect([crossOriginIsolated, typeof SharedArrayBuffer]).toEqual([false, "undefined"]);
  const backend = await workerThreads();
  expect(backend.info()).toMatchObject({ threads: 1, runsOn: `the calling thread, because ${obstacle}` });
  await backend.dispose();
  await expect(workerThreads({ threads: 2 })).rejects.toThrow(`workerThreads: 2 threads need workers that share memory, but ${obstacle}`);
});

/** The whole suite, on memory that nobody shares. */
testBackend(() => workerThreads(), { bounds });
