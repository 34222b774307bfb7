/** The backends of a browser, in the order of the page. This file is the page's too, which holds no backend itself. */
export const subjectIds = ["cpu", "worker-threads", "worker-threads-0", "gpujs-webgl2", "gpujs-webgl", "gpujs-webasm", "gpujs-cpu"] as const;

export type SubjectId = (typeof subjectIds)[number];
