import { NotInstalled, type Subject, type SubjectEntry } from "./subject.js";
import { withTimeOut } from "./time-out.js";
import { UsageError } from "./usage-error.js";

const startMs = 60_000;

/** Those that are here; a line is printed for each of the others. */
export async function openSubjects(entries: readonly SubjectEntry[], print: (line: string) => void, patience = startMs): Promise<readonly Subject[]> {
  const opened: Subject[] = [];
  for (const entry of entries) {
    const waiting = new AbortController();
    try {
      opened.push(await withTimeOut(entry.open(waiting.signal), patience));
    } catch (error) {
      waiting.abort();
      const { message } = error as Error;
      print(`${entry.name}: ${error instanceof NotInstalled ? message : `does not start: ${message}`}`);
    }
  }
  if (opened.length === 0) throw new UsageError("none of the subjects is installed");
  return opened;
}
