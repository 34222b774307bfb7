import { DataError } from "@convoke/core";

/** Who reads what, for the messages of errors. */
export interface IdxSource {
  /** The public function that the user called. */
  readonly caller: string;
  /** The file, URL or part. */
  readonly name: string;
  /** What to do about a broken file. */
  readonly hint: string;
}

export const refetch = "fetch the file again: it is not the one that was published";

export function idxError({ caller, name, hint }: IdxSource, problem: string, cause?: unknown): DataError {
  return new DataError(`${caller}: ${name} ${problem}`, { hint, cause, details: { name } });
}
