import { BackendUnavailableError } from "@convoke/core/backend";
import { controlBytes } from "../team/control.js";

export const pageBytes = 65_536;
const initialBytes = controlBytes + 2 ** 24;
const largestLimit = 2 ** 32, smallestLimit = 2 ** 28;

/** A memory and how many bytes it may grow to. Without a wish the limit is the largest address space that the engine reserves. */
export function createMemory(shared: boolean, wish: number | undefined): { memory: WebAssembly.Memory; limit: number } {
  for (let limit = wish ?? largestLimit; ; limit /= 2) {
    try {
      const pages = (bytes: number): number => Math.ceil(bytes / pageBytes);
      return { memory: new WebAssembly.Memory({ initial: pages(initialBytes), maximum: Math.max(pages(limit), pages(initialBytes)), shared }), limit };
    } catch (cause) {
      if (wish !== undefined || limit <= smallestLimit) {
        throw new BackendUnavailableError(`workerThreads: the engine has no WebAssembly memory of ${limit / 2 ** 20} MB`, { cause, hint: "dispose of other backends, or lower memoryLimit" });
      }
    }
  }
}

/** Why threads cannot share memory here, or null. */
export function sharingObstacle(): string | null {
  return typeof SharedArrayBuffer === "function"
    ? null
    : "SharedArrayBuffer is missing: the page is not cross-origin isolated (Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)";
}
