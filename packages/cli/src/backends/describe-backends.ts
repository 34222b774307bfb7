import { BackendUnavailableError, type BackendInfo } from "@convoke/core";
import { type BackendName, backends, makeBackend } from "./backends.js";

/** A backend as it is on this machine. */
export interface BackendReport {
  readonly name: string;
  readonly about: string;
  /** What it runs on; null where it does not run. */
  readonly info: BackendInfo | null;
  readonly capabilities: {
    readonly dtypes: readonly string[];
    readonly strictFloat: boolean;
    readonly syncRead: boolean;
    readonly maxElements: number;
  } | null;
  /** Why it does not run here. */
  readonly problem: string | null;
}

/** Makes every backend once, asks it what it is, and disposes of it. */
export async function describeBackends(): Promise<BackendReport[]> {
  const reports: BackendReport[] = [];
  for (const [name, { about }] of Object.entries(backends)) {
    try {
      const backend = await makeBackend({ backend: name as BackendName, threads: null });
      const { dtypes, strictFloat, syncRead, maxElements } = backend.capabilities;
      reports.push({ name, about, info: backend.info(), capabilities: { dtypes: [...dtypes], strictFloat, syncRead, maxElements }, problem: null });
      await backend.dispose();
    } catch (error) {
      if (!BackendUnavailableError.isInstance(error)) throw error;
      reports.push({ name, about, info: null, capabilities: null, problem: error.message });
    }
  }
  return reports;
}
