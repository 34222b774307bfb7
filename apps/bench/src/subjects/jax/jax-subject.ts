import type { Prepared, SubjectEntry } from "../../subject.js";
import { loadPeer } from "../load-peer.js";
import type { Jax } from "./jax-api.js";
import { prepareOperation } from "./jax-operations.js";
import { prepareTraining } from "./jax-training.js";

/** jax-js on its WebAssembly backend; its threads need the global `Worker`, which Node lacks. */
export const jaxSubject: SubjectEntry<Prepared> = {
  name: "jax-js wasm",
  async open() {
    const { jax, version } = await loadPeer<{ readonly jax: Jax; readonly version: string }>("jax.mjs");
    await jax.init("wasm");
    jax.defaultDevice("wasm");
    return {
      name: "jax-js wasm", threads: 1,
      version: `jax-js ${version}, jit, no threads in Node`,
      prepare(workload) {
        switch (workload.kind) {
          case "operation": return prepareOperation(jax, workload);
          case "trainingStep": return prepareTraining(jax, workload);
          case "epoch":
          case "startUp": return null;
        }
      },
      dispose() {},
    };
  },
};
