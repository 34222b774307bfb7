import { DataError } from "@convoke/core";

/** Makes the error for one thing that is wrong with a file; the caller and the file are already in it. */
export type Corrupt = (problem: string) => DataError;

/** @param where the public function, and the file if there is one: `loadSafetensors: model.safetensors` */
export function corruptFile(where: string, details: Readonly<Record<string, unknown>> = {}): Corrupt {
  return (problem) =>
    new DataError(`${where}: ${problem}`, {
      hint: "the file is truncated, corrupt or not a safetensors file; fetch or save it again",
      details,
    });
}
