import { NotInstalled, type Subject, type SubjectEntry } from "./subject.js";
import { withTimeOut } from "./time-out.js";
import { UsageError } from "./usage-error.js";

const startMs = 60_000;

/** Those that are here; a line is printed for each of the others. */
export async function openSubjects(entries: readonly SubjectEntry[], print: (line: string) => void, patience = startMs): Promise<readonly Subject[]> {
  const opened: Subject[] = [];
  for (const entry of entries) {
    try {
      opened.push(await withTimeOut(entry.open(), patience));
    } catch (error) {
      const { message } = error as Error;
      print(`${entry.name}: ${error instanceof NotInstalled ? message : `does not start: ${message}`}`);
    }
  }
  if (opened.length === 0) throw new UsageError("none of the subjects is installed");
  return opened;
}
