import { checkId, type Check } from "./check.js";

/** A check that a backend may fail, and why. A waived check that passes is a failure: the debt is paid. */
export interface Waiver {
  readonly reason: string;
  /** Patterns of check ids: `op/layer/name`, with `*` for anything. */
  readonly cases: readonly string[];
}

/** The first waiver that covers a check. */
export function waiverOf(check: Check, waivers: readonly Waiver[]): Waiver | null {
  const id = checkId(check);
  return waivers.find(({ cases }) => cases.some((pattern) => matches(pattern, id))) ?? null;
}

function matches(pattern: string, id: string): boolean {
  const expression = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*");
  return new RegExp(`^${expression}$`).test(id);
}
