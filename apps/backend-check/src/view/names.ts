import type { SubjectId } from "../run/subject-ids.js";

/** What a backend is called on the page, in every language. */
export const names: Readonly<Record<SubjectId, string>> = {
  "cpu": "cpu",
  "worker-threads": "worker-threads",
  "worker-threads-0": "worker-threads: 0",
  "gpujs-webgl2": "gpujs: webgl2",
  "gpujs-webgl": "gpujs: webgl",
  "gpujs-webasm": "gpujs: webasm",
  "gpujs-cpu": "gpujs: cpu",
};
