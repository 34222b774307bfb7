import type { Job, JobEvent } from "./job.js";
import { runJob } from "./run-job.js";

// The page starts this for one job and ends it. While the worker lives it holds a lock that the page waits for: a worker that dies says nothing.
export interface Assignment {
  readonly job: Job;
  readonly lock: string;
}
export type FromWorker = JobEvent | { readonly type: "locked" };

const tell = (event: FromWorker): void => postMessage(event);

addEventListener("message", ({ data: { job, lock } }: MessageEvent<Assignment>) => {
  void navigator.locks?.request(lock, () => {
    tell({ type: "locked" });
    return new Promise(() => {});
  });
  void runJob(job, { tell, isStopped: () => false });
});
