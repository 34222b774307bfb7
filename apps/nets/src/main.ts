import { ConvokeError } from "@convoke/core";
import { type Arguments, helpText, readArguments, UsageError } from "./arguments.js";
import { jsonReporter, TextReporter } from "./reporter.js";
import { run } from "./run.js";

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));   // as in: npm run train-nets | head
process.exitCode = await main(process.argv.slice(2));

/** Resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const given: Arguments = readArguments(args);
    if (given.help) {
      console.log(helpText);
      return 0;
    }
    return (await run(given, given.json ? jsonReporter : new TextReporter())) ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`train-nets: ${error.message}\nhint: npm run train-nets -- --help lists the flags`);
      return 2;
    }
    console.error(ConvokeError.isInstance(error) ? `train-nets: ${error.message}` : error);
    return 1;
  }
}
