import { subjectIds, type SubjectId } from "../run/subject-ids.js";

/** What the address may ask for: `?ops=conv2d,relu&runs=2&auto=1`. */
export interface Options {
  /** Backends to begin with; null is all. */
  readonly backends: readonly SubjectId[] | null;
  /** Ops to check; null is all. */
  ops: readonly string[] | null;
  /** Random cases an op. */
  runs: number;
  readonly seed: number;
  /** Steps of the training. */
  steps: number;
  /** What begins by itself once the backends are known. */
  readonly auto: readonly ("check" | "train")[];
}

export const runChoices = [2, 25, 1000];
export const stepChoices = [50, 150, 300, 600];

export function readOptions(query: string): Options {
  const given = new URLSearchParams(query);
  const list = (name: string): string[] | null => given.get(name)?.split(",").filter(Boolean) ?? null;
  const whole = (name: string, least: number, fallback: number): number => {
    const value = Number(given.get(name) ?? fallback);
    return Number.isInteger(value) && value >= least ? value : fallback;
  };
  const auto = list("auto") ?? [];
  return {
    backends: list("backends")?.filter((id): id is SubjectId => (subjectIds as readonly string[]).includes(id)) ?? null,
    ops: list("ops"),
    runs: whole("runs", 1, 25),
    seed: whole("seed", 0, 0),
    steps: whole("steps", 1, 300),
    auto: (["check", "train"] as const).filter((work) => auto.includes(work) || auto.includes("1")),
  };
}

/** The address that runs one op on one backend again. */
export function rerunAddress(subject: SubjectId, op: string, { runs, seed }: { readonly runs: number; readonly seed: number }): string {
  return `?backends=${subject}&ops=${op}&runs=${runs}&seed=${seed}&auto=check`;
}
