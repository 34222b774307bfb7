import { BackendUnavailableError, setBackend, type Backend } from "@convoke/core";
import { checkBackend } from "./check-backend.js";
import type { Job, JobContext } from "./job.js";
import { messageOf } from "./message-of.js";
import { subjects } from "./subjects.js";
import { train } from "./train-backend.js";

/** Makes the backend anew, does the job and disposes it; never throws for what the backend does. */
export async function runJob(job: Job, context: JobContext): Promise<void> {
  const { tell } = context;
  const subject = subjects[job.subject];
  let backend: Backend;
  try {
    backend = await subject.make();
  } catch (error) {
    return tell({ type: BackendUnavailableError.isInstance(error) ? "unavailable" : "failed", message: messageOf(error) });
  }
  try {
    tell({ type: "opened", info: plain(backend.info()) });
    setBackend(backend);
    if (job.kind === "check") await checkBackend(backend, subject, job, context);
    if (job.kind === "train") await train(job, context);
    await backend.dispose();
    tell({ type: "done" });
  } catch (error) {
    await backend.dispose().catch(() => {});   // it is broken already
    tell({ type: "failed", message: messageOf(error) });
  }
}

/** What can be posted and written as JSON. */
function plain(info: object): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(info)) as Readonly<Record<string, unknown>>;
}
