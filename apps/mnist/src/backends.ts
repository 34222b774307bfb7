import { cpu } from "@convoke/backend-cpu";
import type { Backend } from "@convoke/core";

/** What `--backend` may name: a line each. Load heavy ones only when asked, by `await import(…)` inside the factory. */
export const backends = {
  cpu: async () => cpu(),
} satisfies Record<string, () => Promise<Backend>>;

export type BackendName = keyof typeof backends;
