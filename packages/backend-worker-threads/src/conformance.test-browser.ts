import { testBackend } from "@convoke/conformance/vitest";
import { agreeing } from "./agreeing.test-support.js";
import { bounds } from "./bounds.js";
import { workerThreads } from "./worker-threads.js";

/** A team of two workers on a page's main thread, and that thread alone: the whole suite passes on both at once, and they never differ in a bit. */
testBackend(async () => agreeing(await Promise.all([2, 0].map((threads) => workerThreads({ threads })))), { bounds });
