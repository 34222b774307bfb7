import { DataError } from "@convoke/core";

const hints: Readonly<Record<string, string>> = {
  ENOENT: "check the path; the folder must exist",
  ENOTDIR: "check the path; a part of it is a file, not a folder",
  EISDIR: "the path is a folder; give the name of a file in it",
  EACCES: "check the permissions of the file and of its folder",
  EPERM: "check the permissions of the file and of its folder",
  EROFS: "the file system is read-only; choose another folder",
  ENOSPC: "the disk is full; free some space or choose another folder",
};

/** The error for a file that the system would not read or write. */
export function fileError(caller: string, verb: "read" | "write", path: string, cause: unknown): DataError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  const hint = code === undefined ? undefined : hints[code];
  return new DataError(`${caller}: cannot ${verb} ${path} (${reason})`, {
    cause,
    details: { path, code },
    ...(hint === undefined ? {} : { hint }),
  });
}
