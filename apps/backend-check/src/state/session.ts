import type { ReportRow } from "@convoke/conformance";
import { startJob, type Host, type HostEvent, type RunningJob } from "../run/start-job.js";
import { subjectIds, type SubjectId } from "../run/subject-ids.js";
import type { Job } from "../run/job.js";
import type { Options } from "./options.js";

/** How far a piece of work is; "broken" is a backend that gave up in the middle. */
export type Status = "waiting" | "running" | "done" | "stopped" | "broken";

export interface Check {
  status: Status;
  readonly runs: number;
  readonly seed: number;
  done: number;
  total: number;
  /** The op under test. */
  op: string;
  /** By op and dtype, in the order in which they ran. */
  readonly rows: Map<string, ReportRow>;
  started: number;
  milliseconds: number;
  error: Failure | null;
}

export interface Training {
  status: Status;
  readonly steps: number;
  readonly losses: number[];
  readonly milliseconds: number[];
  accuracy: { readonly right: number; readonly total: number } | null;
  error: Failure | null;
}

/** Why a backend gave up: its own message, or what its host saw. */
export type Failure = Extract<HostEvent, { type: "failed" | "unavailable" | "died" | "silent" }>;

export interface SubjectState {
  readonly id: SubjectId;
  isChosen: boolean;
  state: "unknown" | "probing" | "ready" | "unavailable";
  host: Host;
  info: Readonly<Record<string, unknown>> | null;
  /** Why it cannot run here. */
  reason: string | null;
  check: Check | null;
  training: Training | null;
}

export type Work = "check" | "train";

/** All that the page shows and does; `onChange` is called after every change. */
export class Session {
  readonly options: Options;
  readonly subjects: readonly SubjectState[];
  /** What is going on. */
  activity: "probing" | "idle" | "running" | "stopping" = "probing";
  current: { readonly id: SubjectId; readonly work: Work } | null = null;
  /** Runs that have ended, by themselves or not. */
  finished = 0;
  onChange: () => void = () => {};
  readonly #digits: Promise<Uint8Array>;
  #job: RunningJob | null = null;

  constructor(options: Options, digits: Promise<Uint8Array>) {
    this.options = options;
    this.#digits = digits;
    this.subjects = subjectIds.map((id) => ({
      id, isChosen: options.backends?.includes(id) ?? true, state: "unknown", host: "worker", info: null, reason: null, check: null, training: null,
    }));
  }

  get ready(): readonly SubjectState[] {
    return this.subjects.filter(({ state, isChosen }) => state === "ready" && isChosen);
  }

  /** Opens each backend once: in a worker, and where GL is wanted and a worker has none, on the page. */
  async probe(): Promise<void> {
    for (const subject of this.subjects) {
      await this.#probe(subject, "worker");
      if (subject.state === "unavailable" && subject.id.includes("webgl")) await this.#probe(subject, "page");
    }
    this.#become("idle");
  }

  async #probe(subject: SubjectState, host: Host): Promise<void> {
    Object.assign(subject, { state: "probing", host });
    await this.#do({ kind: "probe", subject: subject.id }, host, (event) => {
      if (event.type === "opened") Object.assign(subject, { state: "ready", info: event.info, reason: null });
      else if (event.type !== "done") Object.assign(subject, { state: "unavailable", reason: "message" in event ? event.message : event.type });
    });
  }

  /** Does the works on every chosen backend, one after the other: they would slow each other down. */
  async run(works: readonly Work[]): Promise<void> {
    const subjects = this.ready;
    if (this.activity !== "idle" || subjects.length === 0) return;
    this.#become("running");
    for (const work of works) for (const subject of subjects) this.#prepare(subject, work);
    for (const work of works) {
      for (const subject of subjects) {
        if (this.#isStopping()) continue;
        this.current = { id: subject.id, work };
        await (work === "check" ? this.#check(subject) : this.#train(subject));
      }
    }
    for (const { check, training } of subjects) for (const each of [check, training]) if (each?.status === "waiting" || each?.status === "running") each.status = "stopped";
    this.current = null;
    this.finished++;
    this.#become("idle");
  }

  /** Ends the worker that is at work; where the page itself is, it ends after the check or step under way. */
  stop(): void {
    if (this.activity !== "running") return;
    this.#become("stopping");
    this.#job?.stop();
  }

  changed(): void {
    this.onChange();
  }

  #isStopping(): boolean {
    return this.activity === "stopping";
  }

  #become(activity: Session["activity"]): void {
    this.activity = activity;
    this.onChange();
  }

  #prepare(subject: SubjectState, work: Work): void {
    const { runs, seed, steps } = this.options;
    if (work === "check") subject.check = { status: "waiting", runs, seed, done: 0, total: 0, op: "", rows: new Map(), started: 0, milliseconds: 0, error: null };
    else subject.training = { status: "waiting", steps, losses: [], milliseconds: [], accuracy: null, error: null };
  }

  async #check({ id, host, check }: SubjectState): Promise<void> {
    Object.assign(check!, { status: "running", started: performance.now() });
    const { ops, runs, seed } = this.options;
    await this.#do({ kind: "check", subject: id, ops, runs, seed }, host, (event) => {
      if (event.type === "progress") Object.assign(check!, event);
      else if (event.type === "rows") for (const row of event.rows) check!.rows.set(`${row.op}/${row.dtype}`, row);
      else end(check!, event);
      check!.milliseconds = performance.now() - check!.started;
    });
  }

  async #train({ id, host, training }: SubjectState): Promise<void> {
    training!.status = "running";
    await this.#do({ kind: "train", subject: id, steps: this.options.steps, digits: await this.#digits }, host, (event) => {
      if (event.type === "accuracy") training!.accuracy = event;
      else if (event.type === "step") {
        training!.losses.push(event.loss);
        training!.milliseconds.push(event.milliseconds);
      } else end(training!, event);
    });
  }

  async #do(job: Job, host: Host, onEvent: (event: HostEvent) => void): Promise<void> {
    try {
      this.#job = await startJob(job, host, (event) => {
        onEvent(event);
        this.onChange();
      });
      if (this.#isStopping()) this.#job.stop();
      await this.#job.ended;
    } catch (error) {
      onEvent({ type: "died", message: String(error) });
    }
    this.#job = null;
    this.onChange();
  }
}

function end(work: { status: Status; error: Failure | null }, event: HostEvent): void {
  if (event.type === "done") work.status = "done";
  else if (event.type === "failed" || event.type === "unavailable" || event.type === "died" || event.type === "silent") Object.assign(work, { status: "broken", error: event });
}
