import { type Backend, useBackend } from "@convoke/core";
import type { Prepared, Subject, SubjectEntry } from "../../subject.js";
import type { Workload } from "../../workload.js";
import { prepareEpoch } from "./convoke-epoch.js";
import { prepareOperation } from "./convoke-operations.js";
import { prepareStartUp } from "./convoke-start-up.js";
import { prepareTraining } from "./convoke-training.js";

/**
 * Convoke on any of its backends.
 *
 * @param column Heads the column of the table that compares all subjects with this one; at most 4 characters.
 */
export function convokeSubject(name: string, column: string, make: () => Backend | Promise<Backend>): SubjectEntry<Prepared> {
  return {
    name,
    async open(): Promise<Subject<Prepared>> {
      const backend = await make();
      const { name: _, threads, ...info } = backend.info();
      const settings = Object.entries(info).filter(([, value]) => typeof value === "string");      // numbers are limits and counters
      return {
        name, column,
        threads: Number(threads),
        version: ["Convoke", ...settings.map(([key, value]) => `${key} ${value}`)].join(", "),
        prepare: (workload) => prepareOn(backend, workload),
        dispose: () => backend.dispose(),
      };
    },
  };
}

function prepareOn(backend: Backend, workload: Workload): Prepared | null | Promise<Prepared> {
  using _ = useBackend(backend);
  switch (workload.kind) {
    case "operation": return prepareOperation(backend, workload);
    case "trainingStep": return prepareTraining(backend, workload);
    case "epoch": return prepareEpoch(backend, workload);
    case "startUp": return backend.name === "worker-threads" ? prepareStartUp(Number(backend.info()["threads"])) : null;
  }
}
