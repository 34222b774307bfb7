import { cpu } from "@convoke/backend-cpu";
import { gpujs, waivers } from "@convoke/backend-gpujs";
import { bounds, workerThreads } from "@convoke/backend-worker-threads";
import type { Fault, StatedBounds, Waiver } from "@convoke/conformance";
import type { Backend } from "@convoke/core";
import { loseContext } from "./lose-context.js";
import type { SubjectId } from "./subject-ids.js";

/** A backend to check: how to make it, what it may fail, and how to break it. */
export interface Subject {
  readonly make: () => Backend | Promise<Backend>;
  readonly waive?: readonly Waiver[];
  readonly bounds?: StatedBounds;
  readonly faults?: Readonly<Record<string, Fault>>;
}

const webgl = { waive: waivers, faults: { "context lost": loseContext } };

export const subjects: Readonly<Record<SubjectId, Subject>> = {
  cpu: { make: cpu },
  "worker-threads": { make: () => workerThreads({ threads: Math.min(navigator.hardwareConcurrency || 2, 16) }), bounds },
  "worker-threads-0": { make: () => workerThreads({ threads: 0 }), bounds },
  "gpujs-webgl2": { make: () => gpujs({ mode: "webgl2" }), ...webgl },
  "gpujs-webgl": { make: () => gpujs({ mode: "webgl" }), ...webgl },
  "gpujs-webasm": { make: () => gpujs({ mode: "webasm" }), waive: waivers },
  "gpujs-cpu": { make: () => gpujs({ mode: "cpu" }), waive: waivers },
};
