import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Prepared } from "../../subject.js";

const program = fileURLToPath(new URL("start-up-program.js", import.meta.url));

/** Every run is a process of its own, which measures its time itself. */
export function prepareStartUp(threads: number): Prepared {
  let value = NaN;
  return {
    async run() {
      const { stdout } = await promisify(execFile)(process.execPath, [program, String(threads)]);
      const answer = JSON.parse(stdout) as { readonly ms: number; readonly value: number };
      value = answer.value;
      return answer.ms;
    },
    results: async () => ({ value: Float32Array.of(value) }),
    dispose() {},
  };
}
