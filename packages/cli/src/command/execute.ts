import type { Command, Context, Io } from "./command.js";
import { RunError, UsageError } from "./errors.js";
import type { Flags } from "./flag.js";
import { helpText } from "./help.js";
import { readArguments } from "./read-arguments.js";
import { interruptedExitCode, listenForInterrupt } from "../terminal/interrupt.js";

/** Runs a command and resolves to the exit code: 0 done, 1 failed, 2 wrong arguments, 130 stopped by Ctrl-C. */
export async function execute<F extends Flags>(command: Command<F>, args: readonly string[], io: Io): Promise<number> {
  let listening: ReturnType<typeof listenForInterrupt> | undefined;
  const context: Context = {
    ...io,
    print: (line) => void io.stdout.write(`${line}\n`),
    interrupt: () => (listening ??= listenForInterrupt()).signal,
  };
  try {
    const given = readArguments(command, args);
    if (given === null) {
      context.print(helpText(command));
      return 0;
    }
    const code = await command.run(given, context);
    return listening?.signal.aborted ? interruptedExitCode : code;
  } catch (error) {
    if (listening?.signal.aborted && error === listening.signal.reason) return interruptedExitCode;
    return report(error, command, io);
  } finally {
    if (!listening?.signal.aborted) listening?.stop();          // one key press may arrive twice
  }
}

async function report(error: unknown, { name, usage }: Pick<Command, "name" | "usage">, { stderr }: Io): Promise<number> {
  if (error instanceof UsageError) {
    stderr.write(`${name}: ${error.message}\nhint: ${usage} --help lists the flags\n`);
    return 2;
  }
  const { ConvokeError } = await import("@convoke/core");
  if (error instanceof RunError || ConvokeError.isInstance(error)) stderr.write(`${name}: ${error.message}\n`);
  else stderr.write(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

/** The streams of this process; who reads them may go at any time, as in `convoke info | head -1`. */
export function processIo(): Io {
  process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));
  return { stdout: process.stdout, stderr: process.stderr, env: process.env };
}
