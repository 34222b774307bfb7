import type { Operation, Results, Workload } from "./workload.js";

/** A workload on one subject, with its data already there. */
export interface Prepared {
  /** Does the work so often; all is done when this returns, or when the promise resolves. A number is its time in milliseconds, measured by another process. */
  run(calls: number): void | Promise<void | number>;
  /** What has to calm down before it is another subject's turn. */
  after?(): Promise<unknown>;
  /** What the last run computed. */
  results(): Promise<Results>;
  dispose(): void;
}

/** A workload on a subject in another process, which takes its turns (measure.ts) there. */
export interface Remote {
  /** → milliseconds of a call */
  turn(calls: number, isShort: boolean): Promise<number>;
  results(): Promise<Results>;
  dispose(): void;
}

/** Calls one after the other, and what there is to wait for once, behind the last. */
export const repeated = (call: () => void, finish?: () => Promise<unknown>) => (calls: number): void | Promise<void> => {
  for (let i = 0; i < calls; i++) call();
  return finish?.().then(() => {});
};

/** A library on one of its backends. A new one is a file in subjects/ and a line in subjects/all.ts. */
export interface Subject<Work extends Prepared | Remote = Prepared | Remote> {
  readonly name: string;
  readonly threads: number;
  /** Of Convoke's own subjects: the head of the column of the table that compares all others with this one; at most 4 characters. */
  readonly column?: string;
  /** The version, and settings that change its speed. */
  readonly version: string;
  /** Operations that it is known to compute wrongly, and how: reported like all that differs, but nothing new. */
  readonly wrong?: Readonly<Partial<Record<Operation, string>>>;
  /**
   * Null for work that the subject is not there for; then it is not in the row.
   *
   * @throws Unsupported where it should be able to do it and is not; the first run may throw it too.
   */
  prepare(workload: Workload): Work | null | Promise<Work | null>;
  /** Ends its threads and processes, whatever they do. */
  dispose(): void | Promise<void>;
}

/** A subject that may be there or not. */
export interface SubjectEntry<Work extends Prepared | Remote = Prepared | Remote> {
  readonly name: string;
  /**
   * @param signal Aborted when nobody waits any longer: a process ends then.
   * @throws NotInstalled with what is missing.
   */
  open(signal?: AbortSignal): Promise<Subject<Work>>;
}

/** The library has no way to do this: a result like any other. The message is what the table says, such as "no kernel Conv2DBackpropFilter". */
export class Unsupported extends Error {}

/** A subject's process is gone: it takes no part any more. */
export class Ended extends Error {}

/** The library is not on this machine. */
export class NotInstalled extends Error {}
