import { type Prepared, type Subject, type SubjectEntry, Unsupported } from "../../subject.js";
import type { Workload } from "../../workload.js";
import { loadPeer } from "../load-peer.js";
import { prepareOperation } from "./tfjs-operations.js";
import { prepareTraining } from "./tfjs-training.js";
import type { Tfjs } from "./tfjs-api.js";

/** TensorFlow.js on one of its backends; they would share one engine, so each has a process of its own. */
export function tfjsSubject(backend: "cpu" | "wasm"): SubjectEntry<Prepared> {
  const name = `tfjs ${backend}`;
  return {
    name,
    async open(): Promise<Subject<Prepared>> {
      const { tf } = await loadPeer<{ readonly tf: Tfjs }>("tfjs.mjs");
      if (!(await tf.setBackend(backend))) throw new Error(`${name}: the backend did not start`);
      return {
        name, threads: 1,
        version: `TensorFlow.js ${tf.version_core}${backend === "wasm" ? ", SIMD, no threads in Node" : ""}`,
        wrong: backend === "wasm" ? { maxPool2dBoth: "loses gradients" } : {},      // MaxPoolGrad, where channels are a multiple of 4
        prepare(workload) {
          const prepared = prepare(tf, workload);
          return prepared && withKernelNames(prepared);
        },
        dispose() {},
      };
    },
  };
}

function prepare(tf: Tfjs, workload: Workload): Prepared | null {
  switch (workload.kind) {
    case "operation": return prepareOperation(tf, workload);
    case "trainingStep": return prepareTraining(tf, workload);
    case "epoch":
    case "startUp": return null;
  }
}

/** A kernel that the backend lacks throws, in the first run or, for a gradient, behind the forward pass. */
function withKernelNames(prepared: Prepared): Prepared {
  return {
    ...prepared,
    run(calls) {
      try {
        return prepared.run(calls);
      } catch (error) {
        const kernel = /Kernel '(\w+)' not registered/.exec((error as Error).message)?.[1];
        throw kernel === undefined ? error : new Unsupported(`no kernel ${kernel}`, { cause: error });
      }
    },
  };
}
