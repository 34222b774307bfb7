import type { Orders } from "./follow.js";

/** The workers of a team, as the platform gives them: `#crew` is this for Node or for browsers. */
export interface Crew {
  readonly workers: readonly { terminate(): unknown }[];
  /** Ends every worker; resolves when they are gone. */
  terminate(): Promise<void>;
  /** Keeps the process alive, or no longer. */
  hold(isHeld: boolean): void;
}

export interface Recruitment {
  readonly orders: readonly Orders[];
  /** Where the page's server has this package's worker.js, for pages whose policy forbids `blob:`. */
  readonly workerUrl: string | URL | undefined;
  /** Called when a worker ends that nobody told to. */
  readonly onDeath: (worker: number, reason: string) => void;
}

/** Milliseconds that workers have to start. */
export const startTimeout = 15_000;
