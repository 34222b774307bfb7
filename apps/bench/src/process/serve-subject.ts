import { turn } from "../measure.js";
import { NotInstalled, type Prepared, type SubjectEntry, Unsupported } from "../subject.js";
import type { Answer, Facts, Request } from "./messages.js";

/** The other end has its own patience. */
const forever = 2 ** 31 - 1;   // ms

/** Opens the subject, then does what it is asked: what comes back is `answer` for one request, of which the next waits for it. */
export async function serveSubject(entry: SubjectEntry<Prepared>, tell: (answer: Answer) => void): Promise<(request: Request) => void> {
  const subject = entry.open();
  let last = telling(tell, async (): Promise<Facts> => {
    const { prepare: _, dispose: __, ...facts } = await subject;
    return facts;
  });
  await last;
  let prepared: Prepared | null = null;
  const doIt = async (request: Request): Promise<unknown> => {
    switch (request.do) {
      case "prepare":
        prepared = await (await subject).prepare(request.workload);
        return prepared !== null;
      case "turn": return await turn(prepared!, request.calls, request.isShort, () => performance.now(), forever);
      case "results": return await prepared!.results();
      case "release": return prepared?.dispose();
    }
  };
  return (request) => {
    last = last.then(() => telling(tell, () => doIt(request)));
  };
}

async function telling(tell: (answer: Answer) => void, work: () => Promise<unknown>): Promise<void> {
  try {
    tell({ value: await work() });
  } catch (error) {
    tell({ error: error instanceof NotInstalled ? "NotInstalled" : error instanceof Unsupported ? "Unsupported" : "Error", message: String((error as Error)?.message ?? error) });
  }
}
