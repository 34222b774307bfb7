import type { Subject } from "../subject.js";
import type { Workload } from "../workload.js";

/** What a subject in a process of its own is asked, one after the other. */
export type Request =
  /** → whether it takes part */
  | { readonly do: "prepare"; readonly workload: Workload }
  /** → milliseconds of a call */
  | { readonly do: "turn"; readonly calls: number; readonly isShort: boolean }
  /** → Results */
  | { readonly do: "results" }
  | { readonly do: "release" };

/** Of the first answer. */
export type Facts = Omit<Subject, "prepare" | "dispose">;

/** The first one comes unasked, when the subject is open or cannot be; then one for each request. */
export type Answer =
  | { readonly value: unknown }
  | { readonly error: "NotInstalled" | "Unsupported" | "Error"; readonly message: string };
