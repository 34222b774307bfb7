import type { Backend } from "../backend/backend.js";
import { ArgumentError } from "../errors/argument-error.js";
import { describeValue } from "./format.js";
import { BackendUnavailableError } from "../errors/backend-unavailable-error.js";

let chosen: Backend | null = null;
const temporary: { readonly backend: Backend }[] = [];

function checkBackend(name: string, backend: Backend): void {
  if (backend?.specVersion === 1) return;
  const got = typeof backend === "function" ? "a function" : (backend as unknown) instanceof Promise ? "a promise" : describeValue(backend);
  throw new ArgumentError(`${name}: expected a backend, got ${got}`, { hint: "call the factory, and await it where it is async" });
}

/**
 * Makes `backend` the one on which new tensors are created.
 *
 * @example
 * setBackend(cpu());
 */
export function setBackend(backend: Backend): void {
  checkBackend("setBackend", backend);
  chosen = backend;
}

/**
 * Uses `backend` for new tensors until the returned handle is disposed; must not span an `await`.
 *
 * @example
 * { using _ = useBackend(cpu()); const x = zeros([2, 3]); }
 */
export function useBackend(backend: Backend): Disposable {
  checkBackend("useBackend", backend);
  const entry = { backend };
  temporary.push(entry);
  return {
    [Symbol.dispose]() {
      const at = temporary.indexOf(entry);
      if (at >= 0) temporary.splice(at, 1);
    },
  };
}

/**
 * The backend on which new tensors are created.
 *
 * @throws {BackendUnavailableError} when none was chosen.
 */
export function currentBackend(): Backend {
  const backend = temporary.at(-1)?.backend ?? chosen;
  if (backend === null) {
    throw new BackendUnavailableError("no backend was chosen", {
      hint: 'import from "convoke/cpu" instead, or call setBackend(cpu()) first',
    });
  }
  return backend;
}
