import { testBackend } from "@convoke/conformance/vitest";
import { bounds } from "./bounds.js";
import { workerThreads } from "./worker-threads.js";

/** The other build: Chromium has relaxed SIMD, and leaves it where results are to be deterministic. */
testBackend(() => workerThreads({ threads: 2, deterministic: true }), { bounds, runs: 5 });
