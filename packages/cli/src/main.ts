import type { Io } from "./command/command.js";
import { execute } from "./command/execute.js";
import { suggestion } from "./command/read-arguments.js";
import { twoColumns } from "./command/wrap.js";
import { commands } from "./commands.js";
import { version } from "./version.js";

/**
 * The `convoke` program: `main(process.argv.slice(2), processIo())`.
 *
 * @returns the exit code: 0 done, 1 failed, 2 wrong arguments, 130 stopped by Ctrl-C
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = args[0] === "help" && args.length > 1 ? [args[1]!, "--help"] : args;
  const print = (text: string): number => {
    io.stdout.write(`${text}\n`);
    return 0;
  };
  if (first === undefined || ["--help", "-h", "help"].includes(first)) return print(help());
  if (first === "--version" || first === "-v") return print(version());
  const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (entry) return execute(await entry.load(), rest, io);
  const problem = first.startsWith("-")
    ? `there is no flag ${first}${suggestion(first.replace(/^-+/, ""), ["help", "version"], "--")}`
    : `there is no command ${JSON.stringify(first)}${suggestion(first, Object.keys(commands))}`;
  io.stderr.write(`convoke: ${problem}\nhint: convoke --help lists the commands\n`);
  return 2;
}

function help(): string {
  return [
    "Convolutional networks on this machine: train, test, look inside, check.",
    "",
    "Usage: convoke COMMAND [flags]",
    "",
    ...twoColumns(Object.entries(commands).map(([name, { about }]) => [name, about] as const)),
    "",
    ...twoColumns([["--help", "print this; convoke COMMAND --help says more"], ["--version", "print the version"]]),
    "",
    "Exit codes: 0 done, 1 failed, 2 wrong arguments, 130 stopped by Ctrl-C.",
  ].join("\n");
}
