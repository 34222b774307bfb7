import { ConvokeError } from "@convoke/core";
import { readArguments } from "./args.js";
import { RunError, UsageError } from "./errors.js";
import { helpText } from "./flags.js";
import { interruptedExitCode, listenForInterrupt } from "./interrupt.js";
import { JsonReporter } from "./json-reporter.js";
import { run } from "./run.js";
import { TextReporter } from "./text-reporter.js";

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));   // as in: npm start | head
process.exitCode = await main(process.argv.slice(2));

/** Resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const given = readArguments(args);
    if (given.help) {
      console.log(helpText());
      return 0;
    }
    const signal = listenForInterrupt();
    const reporter = given.json ? new JsonReporter(console.log) : new TextReporter(process.stdout);
    try {
      await run(given, reporter, signal);
    } finally {
      reporter.close();
    }
    return signal.aborted ? interruptedExitCode : 0;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`mnist: ${error.message}\nhint: npm start -- --help lists the flags`);
      return 2;
    }
    const explained = error instanceof RunError || ConvokeError.isInstance(error);
    console.error(explained ? `mnist: ${error.message}` : error);
    return 1;
  }
}
