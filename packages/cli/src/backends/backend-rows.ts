import type { BackendInfo } from "@convoke/core";
import { plural } from "../terminal/format.js";

/** What computes, in plain words: a row, and one more where a choice for its GPU finds none. */
export function backendRows({ name, threads, runsOn, mode, renderer, software }: BackendInfo): [string, string][] {
  const on = mode === undefined ? plural(Number(threads), "thread") : `mode ${String(mode)}: ${String(renderer)}`;
  const rows: [string, string][] = [["backend", `${name}, ${on}${runsOn === undefined ? "" : ` (${String(runsOn)})`}`]];
  return software === true ? [...rows, ["", "no GPU was found; --backend worker-threads is faster here"]] : rows;
}
