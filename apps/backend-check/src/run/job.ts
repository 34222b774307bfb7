import type { ReportRow } from "@convoke/conformance";
import type { SubjectId } from "./subject-ids.js";

/** What a backend may be asked to do, each time anew: in a worker of its own, or on the page where there is no other way. */
export type Job = { readonly subject: SubjectId } & (
  | { readonly kind: "probe" }
  | { readonly kind: "check"; readonly ops: readonly string[] | null; readonly runs: number; readonly seed: number }
  | { readonly kind: "train"; readonly steps: number; readonly digits: Uint8Array }
);

/** What a job tells on its way; `done`, `unavailable` and `failed` are its last words. */
export type JobEvent =
  | { readonly type: "opened"; readonly info: Readonly<Record<string, unknown>> }
  | { readonly type: "progress"; readonly done: number; readonly total: number; readonly op: string }
  | { readonly type: "rows"; readonly rows: readonly ReportRow[] }
  | { readonly type: "step"; readonly loss: number; readonly milliseconds: number }
  | { readonly type: "accuracy"; readonly right: number; readonly total: number }
  | { readonly type: "done" }
  | { readonly type: "unavailable"; readonly message: string }
  | { readonly type: "failed"; readonly message: string };

export interface JobContext {
  readonly tell: (event: JobEvent) => void;
  /** Asked between two checks or two steps, where the page itself does the work. */
  readonly isStopped: () => boolean;
}
