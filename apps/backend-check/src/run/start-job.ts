// oxlint-disable-next-line import/default -- Vite makes it
import workerUrl from "./worker.ts?worker&url";
import type { Job, JobEvent } from "./job.js";
import type { Assignment, FromWorker } from "./worker.js";

export type Host = "worker" | "page";

/** The events of a job, and two that only its host can tell of. */
export type HostEvent = JobEvent | { readonly type: "died"; readonly message: string } | { readonly type: "silent" };

export interface RunningJob {
  /** Resolves when the job has ended, of itself or because it was stopped; its backend is free then. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

/** A worker that tells nothing for so long is given up. */
const patience = 180_000;   // ms
const lastWords: readonly HostEvent["type"][] = ["done", "unavailable", "failed", "died", "silent"];

/** The worker's program, kept in memory: starting one needs no network. */
let program: Promise<string> | undefined;

async function loadProgram(): Promise<string> {
  const response = await fetch(workerUrl);
  if (!response.ok) throw new Error(`${workerUrl}: ${response.status} ${response.statusText}`);
  return URL.createObjectURL(new Blob([await response.text()], { type: "text/javascript" }));
}

export async function startJob(job: Job, host: Host, onEvent: (event: HostEvent) => void): Promise<RunningJob> {
  return host === "page" ? startOnPage(job, onEvent) : startInWorker(await (program ??= loadProgram()), job, onEvent);
}

function startInWorker(url: string, job: Job, onEvent: (event: HostEvent) => void): RunningJob {
  const worker = new Worker(url, { type: "module", name: `${job.kind} ${job.subject}` });
  let resolve: () => void;
  const ended = new Promise<void>((resolved) => (resolve = resolved));
  const waiting = new AbortController();
  const lock = `${job.subject} ${crypto.randomUUID()}`;
  let timer: ReturnType<typeof setTimeout>;
  const stop = (): void => {
    clearTimeout(timer);
    waiting.abort();
    worker.terminate();
    resolve();
  };
  const tell = (event: HostEvent): void => {
    if (waiting.signal.aborted) return;
    onEvent(event);
    if (lastWords.includes(event.type)) stop();
    else watch();
  };
  const watch = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => tell({ type: "silent" }), patience);
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.type !== "locked") return tell(data);
    navigator.locks.request(lock, { signal: waiting.signal }, () => tell({ type: "died", message: "" })).catch(() => {});   // stopped
  };
  worker.onerror = ({ message }) => tell({ type: "died", message });
  watch();
  worker.postMessage({ job, lock } satisfies Assignment);
  return { ended, stop };
}

function startOnPage(job: Job, onEvent: (event: HostEvent) => void): RunningJob {
  let isStopped = false;
  const tell = (event: JobEvent): void => {
    if (!isStopped) onEvent(event);
  };
  const ended = import("./run-job.js").then(({ runJob }) => runJob(job, { tell, isStopped: () => isStopped }));
  return { ended, stop: () => (isStopped = true) };
}
