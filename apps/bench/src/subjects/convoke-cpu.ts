import { cpu } from "@convoke/backend-cpu";
import type { Subject } from "../subject.js";
import { prepareOnConvoke } from "./prepare-on-convoke.js";

export function convokeCpu(): Subject {
  const backend = cpu();
  return { name: "convoke cpu", threads: 1, prepare: (workload) => prepareOnConvoke(backend, workload) };
}
