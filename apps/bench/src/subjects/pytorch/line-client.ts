import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { endWithUs } from "../../process/end-with-us.js";
import { Ended } from "../../subject.js";
import { createInterface } from "node:readline";

type Answer = Readonly<Record<string, unknown>>;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** A process that answers each line of JSON with one line of JSON, in order. When it ends, whatever was asked fails. */
export class LineClient {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #ended: Error | null = null;
  #errors = "";

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(program, args, { env, stdio: "pipe" });
    endWithUs(this.#child);
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#answer(line));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => (this.#errors = (this.#errors + text).slice(-2000)));
    this.#child.stdin.on("error", () => {});                       // it ended: "close" tells
    this.#child.on("error", (error) => this.#end(error));
    this.#child.on("close", (code, signal) => {
      const lastWords = this.#errors.trimEnd().split("\n").at(-1);
      this.#end(new Ended(`${program} ended with ${signal ?? `code ${code}`}${lastWords && `: ${lastWords}`}`));
    });
  }

  ask(request: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return void reject(this.#ended);
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** Ends the process, whatever it does. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #answer(line: string): void {
    const waiting = this.#waiting.shift();
    try {
      const answer = JSON.parse(line) as Answer;
      if (typeof answer["error"] === "string") waiting?.reject(new Error(answer["error"]));
      else waiting?.resolve(answer);
    } catch {
      waiting?.reject(new Error(`expected a line of JSON, got ${JSON.stringify(line.slice(0, 200))}`));
    }
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
