import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Ended, NotInstalled, type Remote, type Subject, type SubjectEntry, Unsupported } from "../subject.js";
import type { Results } from "../workload.js";
import { endWithUs } from "./end-with-us.js";
import type { Answer, Facts, Request } from "./messages.js";

const program = fileURLToPath(new URL("subject-program.js", import.meta.url));
const errors = { NotInstalled, Unsupported, Error };

/**
 * A subject in a process of its own, as it is in a program that uses nothing else: no other's garbage is collected, and no function sees the objects of two
 * backends. It measures its time itself, and can be ended whatever it does.
 */
export function inOwnProcess({ name }: Pick<SubjectEntry, "name">, file = program): SubjectEntry<Remote> {
  return {
    name,
    async open(signal): Promise<Subject<Remote>> {
      const process = new SubjectProcess(file, name), dispose = (): void => process.kill();
      signal?.addEventListener("abort", dispose);
      return { ...((await process.next()) as Facts), prepare: (workload) => process.prepare(workload), dispose };
    },
  };
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

class SubjectProcess {
  readonly #child;
  readonly #waiting: Waiting[] = [];
  #ended: Error | null = null;

  constructor(file: string, name: string) {
    this.#child = fork(file, [name], { serialization: "advanced", stdio: ["ignore", "ignore", "inherit", "ipc"] });
    endWithUs(this.#child);
    this.#child.on("message", (message) => {
      const answer = message as Answer, { resolve, reject } = this.#waiting.shift()!;
      if ("error" in answer) reject(new errors[answer.error](answer.message));
      else resolve(answer.value);
    });
    const end = (reason: string): void => {
      this.#ended ??= new Ended(`its process ended ${reason}`);
      for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
    };
    this.#child.on("error", ({ message }) => end(`: ${message}`));
    this.#child.on("exit", (code, signal) => end(`with ${signal ?? `code ${code}`}`));
  }

  /** The next answer that nobody waits for yet. */
  next(): Promise<unknown> {
    return new Promise((resolve, reject) => (this.#ended ? reject(this.#ended) : this.#waiting.push({ resolve, reject })));
  }

  async prepare(workload: Extract<Request, { do: "prepare" }>["workload"]): Promise<Remote | null> {
    if (!(await this.#ask({ do: "prepare", workload }))) return null;
    return {
      turn: (calls, isShort) => this.#ask({ do: "turn", calls, isShort }) as Promise<number>,
      results: () => this.#ask({ do: "results" }) as Promise<Results>,
      dispose: () => void this.#ask({ do: "release" }).catch(() => {}),
    };
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #ask(request: Request): Promise<unknown> {
    if (this.#child.connected) this.#child.send(request, () => {});   // whoever cannot be reached has ended, and tells
    return this.next();
  }
}
