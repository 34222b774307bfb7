import { testBackend } from "@convoke/conformance/vitest";
import { gpujs } from "./index.js";
import { waivers as waive } from "./waivers.js";

// Every new size is a WebAssembly module of its own, which takes a millisecond: the default run has 3 random cases an op, DEEP=1 has 1,000.
testBackend(() => gpujs({ mode: "webasm" }), { runs: 3, waive });
