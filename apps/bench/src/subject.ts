import type { Results, Workload } from "./workload.js";

/** A workload on one subject, with its data already there. */
export interface Prepared {
  /** Does the work once; it is done when this returns, or when the promise resolves. */
  run(): void | Promise<void>;
  /** What the last run computed. */
  results(): Promise<Results>;
  dispose(): void;
}

/** A library on one of its backends. A new one is a file in subjects/ and a line in subjects/all.ts. */
export interface Subject {
  readonly name: string;
  readonly threads: number;
  /** Null where the subject cannot do it. */
  prepare(workload: Workload): Prepared | null;
}
