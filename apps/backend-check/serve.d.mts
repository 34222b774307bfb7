import type { Server } from "node:http";

/** Serves the built page at a free port, or at `port`; `isIsolated` (default true) sends the headers that shared memory needs. */
export function servePage(options?: { readonly port?: number; readonly isIsolated?: boolean }): Promise<{ readonly server: Server; readonly url: string }>;
