import { backend } from "convoke";
import { help, readArgs, type Settings, UsageError } from "./args.js";
import { inLanguage } from "./blocks/text.js";
import { lessons, parts } from "./lessons/index.js";
import { runAll } from "./run-all.js";

process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => process.exit(code === "EPIPE" ? 0 : 1));   // as in: npm run lessons | head
process.on("SIGINT", () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));
await backend.dispose();

/** Resolves to the exit code. */
async function main(args: readonly string[]): Promise<number> {
  let settings: Settings;
  try {
    settings = readArgs(args, lessons, process.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`lessons: ${error.message}\nSee npm run lessons -- --help`);
    return 2;
  }
  if (settings.help) console.log(help);
  else if (settings.list) console.log(list(settings));
  else return runAll(settings);
  return 0;
}

function list({ language, json }: Settings): string {
  if (json) return lessons.map(({ id, title, trains = false }) => JSON.stringify({ id, title: inLanguage(title, language), trains })).join("\n");
  const width = Math.max(...lessons.map(({ id }) => id.length));
  return parts.map((part) =>
    [inLanguage(part.title, language), ...part.lessons.map(({ id, title, trains }) => `  ${id.padEnd(width)}  ${inLanguage(title, language)}${trains ? " *" : ""}`)].join("\n"),
  ).join("\n\n") + (language === "vi" ? "\n\n* có huấn luyện mạng" : "\n\n* trains networks");
}
